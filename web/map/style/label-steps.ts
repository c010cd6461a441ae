/**
 * Zooms at which figures may begin to stand in their parcels. MapLibre decides at whole zooms only which features a
 * layer holds, so each step is a layer of its own, which may begin at any zoom.
 */
export const valueSteps = [12.6, 13, 13.5, 14, 14.5, 15, 16, 17] as const;

/** Code and area come later, and need a larger parcel. */
export const detailSteps = [14.5, 15, 15.5, 16, 17] as const;
