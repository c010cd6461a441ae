import { m } from '../../paraglide/messages.js';
import type { FindingWords, Told } from './told.ts';

/** 位置: where it lies, on what, and what was evaluated there. */
export const placeWords: Record<string, FindingWords> = {
  'suspected-shift': (told) => ({
    message: told.has('system')
      ? m.finding_suspected_shift({ system: told.text('system'), place: told.text('place') })
      : m.finding_shift_by_name(),
    remedy: m.finding_suspected_shift_remedy(),
  }),
  'outside-district': (told) => ({
    message: m.finding_outside_district({
      district: told.region('districtCode'),
      outside: told.number('outsideM', 0),
      limit: told.number('limitM', 0),
    }),
    remedy: m.finding_outside_district_remedy(),
  }),
  'overlap-live-parcel': (told) => ({
    message: m.finding_overlap_live(overlap(told)),
    remedy: m.finding_overlap_live_remedy({ code: told.text('code') }),
  }),
  'overlap-approved': (told) => ({
    message: told.has('code')
      ? m.finding_overlap_approved(overlap(told))
      : m.finding_overlap_approved_foreign({ area: told.area('areaM2'), width: told.number('widthM', 1) }),
    remedy: m.finding_overlap_draft_remedy(),
  }),
  'overlap-draft': (told) => ({
    message: told.has('code')
      ? m.finding_overlap_draft(overlap(told))
      : m.finding_overlap_foreign({ area: told.area('areaM2'), width: told.number('widthM', 1) }),
    remedy: m.finding_overlap_draft_remedy(),
  }),
  'protected-area': (told) => ({
    message: m.finding_protected_area({ area: told.area('areaM2') }),
    remedy: m.finding_protected_area_remedy(),
  }),
  'protected-unlooked': () => ({
    message: m.finding_protected_unlooked(),
    remedy: m.finding_protected_unlooked_remedy(),
  }),
  'evaluation-expired': (told) => ({
    message: m.finding_evaluation_expired(evaluation(told)),
    remedy: m.finding_evaluation_remedy(),
  }),
  'evaluation-expires': (told) => ({
    message: m.finding_evaluation_expires(evaluation(told)),
    remedy: m.finding_evaluation_remedy(),
  }),
};

function overlap(told: Told) {
  return { code: told.text('code'), area: told.area('areaM2'), width: told.number('widthM', 1) };
}

function evaluation(told: Told) {
  return { evaluation: told.evaluation(), date: told.day('validUntil'), days: told.number('days') };
}
