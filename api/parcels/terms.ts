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

/** `tax_per_mu<=30`: the parcel's requirement is at most 30. */
export const indicatorCondition = /^([a-z][a-z0-9_]{1,39})(<=|>=|<|>)(-?\d{1,9}(?:\.\d{1,4})?)$/;
