/** What became of one tile of a base map. `absent`: 404, which an honest server also says outside of its area. */
export type TileOutcome = 'came' | 'failed' | 'absent';

/** Tiles in a row that were not to be had. */
export type TileHealth = { failed: number; absent: number };

export const healthy: TileHealth = { failed: 0, absent: 0 };

/** Refusals, breakdowns and garbage in a row after which the server is given up. */
const failurePatience = 4;
/** A window beyond the edge of an area asks for some absent tiles; a whole window of them is no map. */
const absencePatience = 12;

export function healthAfter({ failed, absent }: TileHealth, outcome: TileOutcome): TileHealth {
  switch (outcome) {
    case 'came':
      return healthy;
    case 'failed':
      return { failed: failed + 1, absent };
    case 'absent':
      return { failed, absent: absent + 1 };
  }
}

export function isGivenUp({ failed, absent }: TileHealth): boolean {
  return failed >= failurePatience || failed + absent >= absencePatience;
}
