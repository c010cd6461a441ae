/**
 * Zooms at which figures may begin to stand in their parcels. MapLibre decides at whole zooms only which features a
 * layer holds, so each step is a layer of its own, which may begin at any zoom.
 */
export const valueSteps = [12.6, 13, 13.5, 14, 14.5, 15, 16, 17] as const;

/** Size of a figure in pixels at zooms, growing evenly between them. */
export const figureSizes = [
  [12.6, 10],
  [14, 13],
  [15.5, 15],
] as const;

export function figureSizePx(zoom: number): number {
  const [[start, least], [middle, usual], [end, most]] = figureSizes;
  if (zoom <= middle) return least + ((usual - least) * Math.max(0, zoom - start)) / (middle - start);
  return usual + ((most - usual) * (Math.min(end, zoom) - middle)) / (end - middle);
}

/** Code and area come later, and need a larger parcel. */
export const detailSteps = [14.5, 15, 15.5, 16, 17] as const;
