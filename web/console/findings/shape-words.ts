import { m } from '../../paraglide/messages.js';
import type { FindingWords } from './told.ts';

/** 图形: whether it is a polygon, and as large as it is said to be. */
export const shapeWords: Record<string, FindingWords> = {
  'invalid-geometry': (told) => ({
    message: m.finding_invalid_geometry({ reason: told.text('reason') }),
    remedy: m.finding_invalid_geometry_remedy(),
  }),
  'thin-geometry': (told) => ({
    message: m.finding_thin_geometry({ width: told.number('widthM'), limit: told.number('limitM') }),
    remedy: m.finding_thin_geometry_remedy(),
  }),
  'narrow-parts': (told) => ({
    message: m.finding_narrow_parts({ limit: told.number('limitM'), area: told.area('areaM2') }),
    remedy: m.finding_narrow_parts_remedy(),
  }),
  'area-differs': (told) =>
    told.has('statedM2')
      ? {
          message: m.finding_area_stated({
            parcel: told.shape(),
            stated: told.area('statedM2'),
            measured: told.area('measuredM2'),
            percent: told.number('percent', 1),
          }),
          remedy: m.finding_area_stated_remedy(),
        }
      : {
          message: m.finding_area_differs({
            fact: told.fact(),
            percent: told.number('percent'),
            limit: told.number('limitPercent'),
            declared: told.area('declaredM2'),
            measured: told.area('measuredM2'),
          }),
          remedy: m.finding_area_differs_remedy(),
        },
};
