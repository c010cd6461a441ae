/** What a template says besides its wording, as far as two versions are compared. */
export const templateFacts = [
  'title',
  'exclusive',
  'needsParcel',
  'parcelStages',
  'parties',
  'variables',
  'obligations',
] as const;
export type TemplateFact = (typeof templateFacts)[number];
