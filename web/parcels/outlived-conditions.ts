import type { ListedIndustry, PublicCity } from '../../api/city/schema.ts';
import type { Address } from './address.ts';
import { readCondition } from './indicator-conditions.ts';

type CodeList = 'industry' | 'district' | 'park' | 'use' | 'readiness' | 'indicator';

/** A condition of a link on something that this city no longer has, e.g. a park that was renamed. */
export type Outlived = { key: CodeList; value: string };

/** What the codes of a link are held against. */
export type KnownCodes = {
  city: Pick<PublicCity, 'regions' | 'uses' | 'utilities' | 'indicators' | 'limits'>;
  /** GB/T 4754 as far as it is loaded; empty before it is fetched, when every industry is trusted. */
  industries: Pick<ListedIndustry, 'code' | 'parent'>[];
};

/**
 * Parts a link into what can be asked and the conditions that outlived the data. The API answers such a code with
 * nothing or a refusal, and neither tells the person why: so they are left out of the question and named.
 */
export function withoutOutlived(
  address: Address,
  known: KnownCodes,
): { address: Address; outlived: Outlived[] } {
  const isKnown = knownChecks(known);
  const kept = { ...address };
  const outlived: Outlived[] = [];
  for (const key of ['industry', 'district', 'park', 'use', 'readiness', 'indicator'] as const) {
    const gone = address[key].filter((value) => !isKnown[key](value));
    if (gone.length === 0) continue;
    kept[key] = address[key].filter((value) => isKnown[key](value));
    outlived.push(...gone.map((value) => ({ key, value })));
  }
  return outlived.length === 0 ? { address, outlived } : { address: kept, outlived };
}

function knownChecks({ city, industries }: KnownCodes): Record<CodeList, (value: string) => boolean> {
  const regions = (level: string) =>
    setOf(
      city.regions.filter((region) => region.level === level),
      ({ code }) => code,
    );
  const [districts, parks] = [regions('district'), regions('park')];
  const uses = setOf(city.uses, ({ code }) => code);
  const utilities = setOf(city.utilities, ({ key }) => key);
  const requirements = setOf([...city.indicators, ...city.limits], ({ key }) => key);
  return {
    industry: industryCheck(industries),
    district: (code) => districts.has(code),
    park: (code) => parks.has(code),
    use: (code) => uses.has(code),
    readiness: (key) => utilities.has(key),
    indicator: (written) => requirements.has(readCondition(written)?.key ?? ''),
  };
}

/** A 小类 is trusted where the table ends at its 中类: such a city has not loaded the classes. */
function industryCheck(industries: KnownCodes['industries']): (code: string) => boolean {
  if (industries.length === 0) return () => true;
  const codes = setOf(industries, ({ code }) => code);
  const parents = setOf(industries, ({ parent }) => parent);
  return (code) => {
    const above = code.slice(0, -1);
    return codes.has(code) || (codes.has(above) && !parents.has(above));
  };
}

function setOf<Item, Value>(items: Item[], value: (item: Item) => Value): Set<Value> {
  return new Set(items.map(value));
}
