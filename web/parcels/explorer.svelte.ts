import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelFeatureCollection } from '../../api/parcels/schema.ts';
import type { MapTheme } from '../map/theme.ts';
import { mapTheme } from '../map/theme.ts';
import { language } from '../ui/language.svelte.ts';
import { conditionQuery } from './address.ts';
import type { AppliedCondition } from './applied-conditions.ts';
import { appliedConditions } from './applied-conditions.ts';
import { fetchAllFeatures, fetchParcels } from './client.ts';
import { current } from './current-address.svelte.ts';
import { featuresOf, withoutItems } from './features.ts';
import { industryTable } from './industries.svelte.ts';
import { ParcelSearch } from './search.svelte.ts';

export type MapFailure = 'no-webgl' | 'worker' | 'context-lost' | 'not-loaded';

/** What list, map, chips and counts share on the map's page; the address holds what a link must bring back. */
export class Explorer {
  readonly search = new ParcelSearch(fetchParcels);
  hovered = $state<string | null>(null);
  /** How many matching parcels the map shows just now. */
  inView = $state<number | null>(null);
  mapFailure = $state<MapFailure | null>(null);
  readonly #city: PublicCity;
  #all = $state.raw<ParcelFeatureCollection | null>(null);
  readonly #closed = new AbortController();

  readonly question = $derived(questionOf());
  readonly conditions: AppliedCondition[] = $derived.by(() =>
    appliedConditions(current.address, {
      city: this.#city,
      facets: this.search.answer?.facets ?? null,
      industryName: (code) => industryTable.name(code),
      locale: language.current,
    }),
  );
  readonly theme: MapTheme | null = $derived.by(() =>
    mapTheme(this.#city, { locale: language.current, industry: this.#industry() }),
  );
  readonly features = $derived.by(() => {
    const answer = this.search.answer;
    return answer === null ? null : featuresOf(answer.items, answer.asOf, answer.total);
  });
  readonly others = $derived.by(() => {
    const answer = this.search.answer;
    return this.#all === null || answer === null ? null : withoutItems(this.#all, answer.items);
  });

  constructor(city: PublicCity) {
    this.#city = city;
  }

  /** The ground of all parcels, on which an answer stands out; the page works without it. */
  async loadGround(): Promise<void> {
    try {
      const reply = await fetchAllFeatures(this.#closed.signal);
      if (reply.ok) this.#all = reply.value;
    } catch (error) {
      if (!this.#closed.signal.aborted) throw error;
    }
  }

  close(): void {
    this.#closed.abort();
    this.search.close();
  }

  /** The words of the industry whose requirements colour the parcels; null when each shows its first. */
  #industry(): string | null {
    const [code, another] = current.address.industry;
    if (code === undefined || another !== undefined) return null;
    const name = industryTable.name(code);
    return name === null ? code : `${code} ${name}`;
  }
}

function questionOf(): string {
  const query = conditionQuery(current.address);
  if (current.address.sort !== null) query.set('sort', current.address.sort);
  return query.toString();
}
