import { SvelteMap } from 'svelte/reactivity';
import type { StaffParcelRow } from '../../../api/drafts/schema.ts';
import { place, rewriteQuery } from '../../ui/place.svelte.ts';
import { fetchStaffParcels } from './client.ts';
import { StaffRows } from './staff-rows.svelte.ts';
import { questionOf, readTableQuery, tableSearch, type TableQuery } from './table-query.ts';

/** The table of parcels: what it asks, where one stands in it, and what is picked. The question is in the address. */
export class ParcelTable {
  readonly rows = new StaffRows(fetchStaffParcels);
  readonly query: TableQuery = $derived(readTableQuery(place.search));
  /** Picked rows by code; they stay picked when the filter changes. */
  readonly picked = new SvelteMap<string, StaffParcelRow>();
  /** Where keys go on from, also while its row is not here. */
  #index = $state(-1);

  readonly question = $derived(String(questionOf(this.query)));
  readonly isFiltered = $derived.by(() => {
    const { q, states, park, errors, expiring } = this.query;
    return q !== '' || states.length > 0 || park !== null || errors || expiring !== null;
  });
  readonly index = $derived.by(() => {
    const found = this.query.parcel === null ? -1 : this.rows.indexOf(this.query.parcel);
    return found >= 0 ? found : this.#index;
  });
  readonly current: StaffParcelRow | null = $derived.by(() => this.rows.row(this.index) ?? null);
  readonly pickedAreaM2 = $derived(
    [...this.picked.values()].reduce((sum, { areaM2 }) => sum + (areaM2 ?? 0), 0),
  );

  ask(): void {
    this.#index = -1;
    void this.rows.ask(questionOf(this.query));
  }

  change(change: Partial<TableQuery>): void {
    const isStep = !('parcel' in change) && !('q' in change);
    rewriteQuery(tableSearch({ ...this.query, ...change }), { replace: !isStep });
  }

  /** Stands on a row, by index; what is not here yet is stood on once it is. */
  stand(index: number): void {
    const total = this.rows.summary?.total ?? 0;
    if (total === 0) return;
    this.#index = Math.min(total - 1, Math.max(0, index));
    this.change({ parcel: this.rows.row(this.#index)?.code ?? null });
  }

  toggle(row: StaffParcelRow | null): void {
    if (row === null) return;
    if (this.picked.has(row.code)) this.picked.delete(row.code);
    else this.picked.set(row.code, row);
  }

  /** All rows that are here, or none of them. */
  toggleLoaded(): void {
    const { loaded } = this.rows;
    if (loaded.every(({ code }) => this.picked.has(code)))
      for (const { code } of loaded) this.picked.delete(code);
    else for (const row of loaded) this.picked.set(row.code, row);
  }
}
