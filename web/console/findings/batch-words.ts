import { m } from '../../paraglide/messages.js';
import type { FindingWords } from './told.ts';

/** 整批: coordinate systems, codes, and what a department may bring in. */
export const batchWords: Record<string, FindingWords> = {
  'crs-contradiction': (told) => ({
    message: told.has('other')
      ? m.finding_crs_disagree({ first: told.text('written'), second: told.text('other') })
      : m.finding_crs_contradiction({ written: told.text('written') }),
    remedy: m.finding_crs_contradiction_remedy(),
  }),
  'crs-columns-swapped': () => ({ message: m.finding_crs_swapped(), remedy: m.finding_crs_swapped_remedy() }),
  'crs-assumed-cgcs2000': (told) => ({
    message: m.finding_crs_assumed({ system: told.text('system') }),
    remedy: m.finding_crs_assumed_remedy({ system: told.text('system') }),
  }),
  'crs-other-datum': (told) => ({
    message: m.finding_crs_datum({ written: told.text('written') }),
    remedy: m.finding_crs_other_remedy(),
  }),
  'crs-other-projection': (told) => ({
    message: m.finding_crs_projection({ written: told.text('written') }),
    remedy: m.finding_crs_other_remedy(),
  }),
  'crs-unknown': (told) => ({
    message: m.finding_crs_unknown({ written: told.text('written') }),
    remedy: m.finding_crs_other_remedy(),
  }),
  'crs-out-of-range': (told) => ({
    message: m.finding_crs_range({
      first: `${told.number('firstMin', 6)} – ${told.number('firstMax', 6)}`,
      second: `${told.number('secondMin', 6)} – ${told.number('secondMax', 6)}`,
    }),
    remedy: m.finding_crs_range_remedy(),
  }),
  'crs-zone-missing': (told) => ({
    message: m.finding_crs_zone_missing(),
    remedy: m.finding_crs_zone_missing_remedy({ system: told.text('suggestion') }),
  }),
  'crs-zone-unknown': (told) => ({
    message: m.finding_crs_zone_unknown({ written: told.text('written') }),
    remedy: m.finding_crs_zone_unknown_remedy(),
  }),
  'parcel-code-missing': () => ({
    message: m.finding_code_missing(),
    remedy: m.finding_code_missing_remedy(),
  }),
  'parcel-code': (told) => ({
    message: m.finding_code_form({ code: told.text('code') }),
    remedy: m.finding_code_form_remedy(),
  }),
  'draft-value': (told) => ({
    message: m.finding_draft_value({ parcel: told.parcel() }),
    remedy: m.finding_cell_value_remedy(),
  }),
  'parcel-code-case': (told) => ({
    message: m.finding_code_case({ code: told.text('code'), alike: told.text('alike') }),
    remedy: m.finding_code_case_remedy(),
  }),
  'code-reserved': (told) => ({
    message: m.finding_code_reserved({ code: told.text('code') }),
    remedy: m.finding_code_reserved_remedy(),
  }),
  'parcel-drawn-twice': (told) => ({
    message: m.finding_drawn_twice({ code: told.text('code'), file: told.text('earlierFile') }),
    remedy: m.finding_drawn_twice_remedy(),
  }),
  'shp-parts-missing': () => ({ message: m.finding_shp_parts(), remedy: m.finding_shp_parts_remedy() }),
  'findings-cut': (told) => ({
    message: m.finding_cut_off({ count: told.number('rest') }),
    remedy: m.finding_cut_off_remedy(),
  }),
  'other-department': (told) => ({
    message: m.finding_other_department({ parcel: told.parcel() }),
    remedy: m.finding_other_department_remedy(),
  }),
  'other-region': (told) => ({
    message: m.finding_other_region({ parcel: told.parcel() }),
    remedy: m.finding_other_region_remedy(),
  }),
  'draft-submitted': (told) => ({
    message: m.finding_in_review({ parcel: told.parcel() }),
    remedy: m.finding_in_review_remedy(),
  }),
};
