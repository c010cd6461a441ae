import type { PublicCity } from '../../api/city/schema.ts';
import type { ParcelAnswer } from '../../api/parcels/schema.ts';
import type { MapTheme, ThemeChoice } from '../map/theme.ts';
import { colouringIndicators, mapTheme } from '../map/theme.ts';
import { language } from '../ui/language.svelte.ts';
import type { Address } from './address.ts';
import { answerQuery, leadingIndustry } from './address.ts';
import type { AppliedCondition } from './applied-conditions.ts';
import { appliedConditions } from './applied-conditions.ts';
import { fetchParcels } from './client.ts';
import { current } from './current-address.svelte.ts';
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
  readonly #preview = new ParcelSearch(fetchParcels);
  #wish = $state.raw<Wish | null>(null);

  readonly question = $derived.by(() => questionOf(this.#city, current.address));
  /** The question but for the industry looked at: with another one the list stays where it is. */
  readonly listing = $derived.by(() => questionOf(this.#city, { ...current.address, for: null }));
  readonly conditions: AppliedCondition[] = $derived.by(() =>
    appliedConditions(current.address, {
      city: this.#city,
      industryOf: (code) => industryTable.of(code),
      locale: language.current,
    }),
  );
  readonly theme: MapTheme | null = $derived.by(() =>
    mapTheme(this.#city, {
      locale: language.current,
      ...this.#industry(),
      colour: current.address.colour,
    }),
  );
  /** The change that the map shows in advance (预览) while list and counts stay; null: it shows the answer itself. */
  readonly previewed: Partial<Address> | null = $derived.by(() => {
    const wish = this.#wish;
    return wish !== null && wish.from === this.question && this.#preview.answer !== null ? wish.change : null;
  });
  /** What the map draws. */
  readonly shown: ParcelAnswer | null = $derived.by(() =>
    this.previewed === null ? this.search.answer : this.#preview.answer,
  );
  /** The address whose answer the map draws. */
  readonly shownAddress: Address = $derived.by(() => ({ ...current.address, ...this.previewed }));

  constructor(city: PublicCity) {
    this.#city = city;
  }

  /**
   * Shows on the map what the answer would be with a change of the address; null ends it, and so does any new question.
   * Where it can't be fetched the map stays as it is.
   */
  preview(change: Partial<Address> | null): void {
    this.#preview.close();
    this.#preview.answer = null;
    this.#wish = change === null ? null : { change, from: this.question };
    if (change !== null) this.#preview.ask(answerQuery({ ...current.address, ...change }).toString(), 0);
  }

  close(): void {
    this.search.close();
    this.#preview.close();
  }

  /** The industry whose requirements colour the parcels; none when each shows its first. */
  #industry(): Pick<ThemeChoice, 'industry' | 'others'> {
    const [searched, another] = current.address.industry;
    const lead = leadingIndustry(current.address);
    if (lead !== null && (lead !== searched || another !== undefined))
      return { industry: wordsOf(lead), others: searched === undefined ? 'first' : 'searched' };
    return { industry: searched === undefined || another !== undefined ? null : wordsOf(searched) };
  }
}

/** A change and the question it was asked about. */
type Wish = { change: Partial<Address>; from: string };

function wordsOf(industry: string): string {
  const name = industryTable.name(industry);
  return name === null ? industry : `${industry} ${name}`;
}

function questionOf(city: PublicCity, address: Address): string {
  const { sort, colour } = address;
  const query = answerQuery(address);
  if (sort !== null) query.set('sort', sort);
  const sortsByColour = sort === 'indicator' || sort === '-indicator';
  const colours = colouringIndicators(city).some(({ key }) => key === colour);
  if (sortsByColour && colour !== null && colours) query.set('theme', colour);
  return query.toString();
}
