import type { EventState, Signing } from './fold-rules.ts';
import type { SigningForm } from './terms.ts';

/** 项, 金额: `amount` in whole yuan, of those whose amount may be public. */
export type Count = { count: number; amount: number };

/** 现场总数, as the contract of the API gives them: `areaM2` with two decimals. */
export type Totals = {
  parcelsReleased: number;
  areaM2: number;
  /** 含意向: all three below. */
  projects: Count;
  contracts: Count;
  frameworks: Count;
  intents: Count;
  talents: number;
  talentProjects: number;
};

/** What is sealed, or flagged as signed on paper; of a project that was signed again the newest alone. */
export function totalsOf({ released, signings }: Pick<EventState, 'released' | 'signings'>): Totals {
  const codes = new Map(released.map(({ code, areaM2 }) => [code, areaM2]));
  const counted = countedSignings(signings);
  const of = (form: SigningForm) => sum(counted.filter((one) => one.form === form));
  const talents = counted.filter(({ form }) => form === null);
  return {
    parcelsReleased: codes.size,
    areaM2: [...codes.values()].reduce((total, area) => total + Math.round(area * 100), 0) / 100,
    projects: sum(counted.filter(({ form }) => form !== null)),
    contracts: of('contract'),
    frameworks: of('framework'),
    intents: of('intent'),
    talents: talents.reduce((total, one) => total + one.talents, 0),
    talentProjects: talents.length,
  };
}

/**
 * The rows behind the figures: of each item what was sealed last, and of each project what was signed last; what it signed with
 * people is apart from that.
 */
export function countedSignings(signings: readonly Signing[]): Signing[] {
  const sealed = signings
    .filter(({ state }) => state === 'effective')
    .sort((one, other) => one.by - other.by);
  const ofItems = new Map(sealed.map((signing) => [signing.item, signing]));
  const newest = [...ofItems.values()].sort((one, other) => one.by - other.by);
  const threadOf = ({ project, form }: Signing) => `${project} ${form === null ? 'people' : 'company'}`;
  return [...new Map(newest.map((signing) => [threadOf(signing), signing])).values()];
}

function sum(signings: readonly Signing[]): Count {
  return { count: signings.length, amount: signings.reduce((total, { amount }) => total + (amount ?? 0), 0) };
}
