/** Marks sources and layers of the base map, so that none of them can bear a name of ours. */
export const basePrefix = 'base:';
