import type { ExpressionSpecification } from 'maplibre-gl';

/** Line widths in pixels at zooms, growing by 1.5 a zoom level between them. */
export function widthByZoom(...stops: [zoom: number, widthPx: number][]): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.5], ['zoom'], ...stops.flat()];
}
