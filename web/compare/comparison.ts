import type { LocalText } from '../../api/city/schema.ts';
import type { Fact, Parcel, Requirement } from '../../api/parcels/schema.ts';

/** What a cell says, as far as two parcels can be the same in it. Areas m², money integer yuan, distances metres. */
export type Value =
  | ({ kind: 'requirement' } & Pick<Requirement, 'op' | 'value' | 'upperOp' | 'upper'>)
  | { kind: 'area'; areaM2: number }
  | { kind: 'money'; yuan: number }
  | { kind: 'instant'; at: string }
  | { kind: 'day'; day: string }
  | { kind: 'count'; count: number; of: number }
  | { kind: 'distance'; distanceM: number }
  | ({ kind: 'utility' } & Pick<Parcel['readiness'][string], 'capacity' | 'capacityEn' | 'readyOn'> & {
        state: string;
      })
  | { kind: 'years'; years: number }
  | { kind: 'yesNo'; yes: boolean }
  | { kind: 'text'; text: LocalText }
  | ({ kind: 'fact' } & Pick<Fact, 'badge' | 'ageDays' | 'verifiedBy' | 'verifiedOn'>);

/** What follows from the value and stands muted beside it; it does not make two parcels different. */
export type Note =
  | { kind: 'least'; yuan: number; yearly: boolean }
  | { kind: 'hectares'; areaM2: number }
  | { kind: 'perMu'; yuan: number }
  | { kind: 'floorArea'; minimumM2: number | null; maximumM2: number | null }
  | { kind: 'shareOfStart'; share: number }
  | { kind: 'daysLeft'; days: number }
  | { kind: 'text'; text: LocalText };

/** `rank`: the number by which it can be the lowest or highest; null where it has none (an interval, a word). */
export type Known = { kind: 'known'; value: Value; rank: number | null; note: Note | null };

/**
 * One parcel's place in a row. `unknown`: not published. `not-admitted`: the parcel does not admit the industry compared
 * by. `gone`: there is no such parcel any more, and it takes no part in the comparison.
 */
export type Cell = Known | { kind: 'unknown' } | { kind: 'not-admitted' } | { kind: 'gone' };

/** 最低, 最高, 最多, 最近: a fact about the row, never a verdict. */
export type Extreme = 'lowest' | 'highest' | 'most' | 'nearest';

export type Row = {
  key: string;
  label: LocalText;
  unit: LocalText;
  /** Decimals and factor of the reader's unit, for requirements. */
  decimals: number;
  enFactor: number;
  extreme: Extreme | null;
  cells: Cell[];
};

/** `unpublished`: nobody says anything, so that the parcels are neither equal nor different in it. */
export type Likeness = 'equal' | 'different' | 'unpublished';

export type ComparedRow = Row & { likeness: Likeness; tagged: number | null };

/** Of two facts in one cell, state and capacity of a utility, those in which the parcels differ. */
export function differingParts({ cells }: Row): { state: boolean; capacity: boolean } {
  const utilities = cells
    .filter((cell) => cell.kind === 'known')
    .map(({ value }) => value)
    .filter((value) => value.kind === 'utility');
  const states = new Set(utilities.map(({ state, readyOn }) => `${state} ${readyOn ?? ''}`));
  const capacities = new Set(utilities.map(({ capacity }) => capacity));
  return { state: states.size > 1, capacity: capacities.size > 1 };
}

export function compareRow(row: Row): ComparedRow {
  return { ...row, likeness: likenessOf(row.cells), tagged: extremeIn(row) };
}

/** An unknown value is never taken to be equal to anything, not even to another unknown one. */
function likenessOf(cells: Cell[]): Likeness {
  const standing = cells.filter(({ kind }) => kind !== 'gone');
  const known = standing.filter((cell) => cell.kind === 'known');
  if (known.length === 0) return 'unpublished';
  const values = new Set(known.map(({ value }) => JSON.stringify(value)));
  return values.size === 1 && known.length === standing.length ? 'equal' : 'different';
}

/** The one column that is strictly the lowest (or highest) of two or more known ones that can be ranked. */
function extremeIn({ cells, extreme }: Row): number | null {
  if (extreme === null) return null;
  const known = cells.filter((cell) => cell.kind === 'known');
  const ranks = known.map(({ rank }) => rank).filter((rank) => rank !== null);
  if (ranks.length < 2 || ranks.length < known.length) return null;
  const wanted = extreme === 'lowest' || extreme === 'nearest' ? Math.min(...ranks) : Math.max(...ranks);
  if (ranks.filter((rank) => rank === wanted).length > 1) return null;
  return cells.findIndex((cell) => cell.kind === 'known' && cell.rank === wanted);
}
