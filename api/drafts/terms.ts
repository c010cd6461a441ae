/**
 * 审核状态 of a parcel as staff see it. `draft` 草稿: never public; `waiting` 待审; `returned` 退回; `approved` 已批准: public from a
 * later instant on; `published` 已发布; `changed` 有改动: public, with a draft beside it; `suspended` 暂停展示; `withdrawn` 已撤下;
 * `recalled` 已紧急撤回.
 */
export const draftStates = [
  'draft',
  'waiting',
  'returned',
  'approved',
  'published',
  'changed',
  'suspended',
  'withdrawn',
  'recalled',
] as const;

/** What the table of parcels can be sorted by; `-` puts the greatest, or the last, first. */
export const staffSorts = ['code', '-code', 'area', '-area', 'updated', '-updated'] as const;
