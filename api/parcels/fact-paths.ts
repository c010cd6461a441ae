import type { Fact } from './schema.ts';

/** Where a stated field stands in the public record. A field that is not named here stands under its own name. */
const recordPaths = new Map([
  ['startPriceYuan', 'prices.start'],
  ['depositYuan', 'prices.deposit'],
  ['ceilingPriceYuan', 'prices.ceiling'],
  ['incrementYuan', 'prices.increment'],
  ['reservePrice', 'prices.reserve'],
  ['noticeAt', 'dates.notice'],
  ['signupStartsAt', 'dates.signupStarts'],
  ['signupEndsAt', 'dates.signupEnds'],
  ['depositEndsAt', 'dates.depositEnds'],
  ['listingStartsAt', 'dates.listingStarts'],
  ['listingEndsAt', 'dates.listingEnds'],
  ['constructionStartDueOn', 'dates.constructionStartDue'],
  ['completionDueOn', 'dates.completionDue'],
  ['fullProductionDueOn', 'dates.fullProductionDue'],
]);

/** Groups of the record that the sheet 地块 states as a whole, and those that are stated value by value. */
const groupsOfFields = ['prices', 'dates'];
const groupsOfValues = ['limits', 'readiness', 'costs'];

function recordPath(statedPath: string): string {
  const [group, field, ...rest] = statedPath.split('.');
  if (group === 'utilities') return ['readiness', field, ...rest].filter(Boolean).join('.');
  if (group !== 'fields' || field === undefined) return statedPath;
  return recordPaths.get(field) ?? field;
}

/**
 * Provenance keyed by the paths of the public record (`prices.start`, `readiness.power`, `admissions.36.tax_per_mu`); the
 * longest prefix of a value's path counts, `fields` for what has none. A group without a word of its own takes its weakest
 * member's, so that a section is never shown fresher than what it holds.
 */
export function factsByRecordPath(stated: [path: string, fact: Fact][]): Record<string, Fact> {
  const facts: Record<string, Fact> = Object.fromEntries(
    stated.map(([path, fact]) => [recordPath(path), fact]),
  );
  for (const group of groupsOfFields) {
    const whole = facts['fields'];
    if (facts[group] === undefined && whole !== undefined) facts[group] = whole;
  }
  for (const group of groupsOfValues) {
    const members = Object.entries(facts).filter(([path]) => path.startsWith(`${group}.`));
    const weakest = weakestOf(members.map(([, fact]) => fact));
    if (facts[group] === undefined && weakest !== null) facts[group] = weakest;
  }
  return facts;
}

function weakestOf(facts: Fact[]): Fact | null {
  const [first, ...others] = facts;
  if (first === undefined) return null;
  return others.reduce((weakest, fact) => (weakness(fact) > weakness(weakest) ? fact : weakest), first);
}

/** Unverified is weakest of all, then what is due, then the oldest. */
function weakness({ badge, ageDays }: Fact): number {
  if (badge === 'unverified') return Infinity;
  return (badge === 'due' ? 1_000_000 : 0) + (ageDays ?? 0);
}
