/** What an answer can be sorted by; `-` puts the greatest, or the last, first. */
export const parcelSorts = [
  'code',
  '-code',
  'offeredAreaM2',
  '-offeredAreaM2',
  'startPrice',
  '-startPrice',
  'signupEnds',
  '-signupEnds',
  'indicator',
  '-indicator',
] as const;

/** 地块编号 as it can stand in a path: no slash, percent sign, control character or half of a surrogate pair. */
export const parcelCode = /^[^/%\p{Cc}\p{Cs}]{1,64}$/u;

/** `tax_per_mu<=30`: the parcel's requirement is at most 30. */
export const indicatorCondition = /^([a-z][a-z0-9_]{1,39})(<=|>=|<|>)(-?\d{1,9}(?:\.\d{1,4})?)$/;
