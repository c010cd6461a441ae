/** Where a 地块 stands, in the order of its life. The words for each are the city's own. */
export const parcelStatuses = [
  'planned',
  'announced',
  'listed',
  'awaiting-result',
  'sold',
  'unsold',
  'suspended',
  'withdrawn',
  'supplied',
  'under-construction',
  'in-production',
  'returned',
] as const;
