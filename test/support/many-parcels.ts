import { shiftDay } from '../../api/calendar/rules.ts';
import type { City } from '../../api/city/pack.ts';
import type { CityPack, Region } from '../../api/city/schema.ts';
import { readIndustryNames } from '../../api/city/store.ts';
import { batchDeadlineMs, type Database } from '../../api/db/database.ts';
import { commitDrafts } from '../../api/parcels/commit.ts';
import { inventDraft } from './invented-draft.ts';

/** Parcels of one transaction: few enough to be written within its deadline on the embedded database. */
const batchParcels = 500;

/** The parcels lie on a lattice, so that none touches another. */
const spacingDegrees = 0.004;

/**
 * Fills a database with invented parcels around the city's parks, by the same commit as an import and marked as
 * demonstration. The same count and day give the same parcels. The city must have been written before.
 */
export async function fillWithParcels(
  database: Database,
  count: number,
  { city: { pack }, now }: { city: City; now: Date },
): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  const drafts = placesIn(pack, count).map((place, index) => inventDraft({ ...place, index, pack, today }));
  for (let start = 0; start < drafts.length; start += batchParcels) {
    const outcome = await database.transaction(
      async (tx) =>
        commitDrafts(tx, drafts.slice(start, start + batchParcels), {
          pack,
          industryNames: await readIndustryNames(tx),
          importedBy: 'invented parcels',
          fileNames: ['invented'],
          demo: true,
          publicFrom: new Date(`${shiftDay(today, -400)}T00:00:00+08:00`),
          eventsKnownWhenTheyHappened: true,
        }),
      { deadlineMs: batchDeadlineMs },
    );
    const errors = outcome.findings.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  }
}

type Place = { park: Region; west: number; south: number };

/** The lattice points nearest to any park, each with that park. */
function placesIn(pack: CityPack, count: number): Place[] {
  const [west, south, east, north] = pack.extent;
  const parks = pack.regions.filter(({ level }) => level === 'park');
  const places: (Place & { distance: number })[] = [];
  for (let row = 1; south + (row + 1) * spacingDegrees < north; row += 1) {
    for (let column = 1; west + (column + 1) * spacingDegrees < east; column += 1) {
      const corner = { west: west + column * spacingDegrees, south: south + row * spacingDegrees };
      places.push({ ...corner, ...nearestPark(parks, corner) });
    }
  }
  if (places.length < count) throw new Error(`no more than ${places.length} parcels fit into the city`);
  return places.sort((a, b) => a.distance - b.distance).slice(0, count);
}

function nearestPark(parks: Region[], { west, south }: { west: number; south: number }) {
  const [nearest] = parks
    .flatMap((park) =>
      park.anchor === null
        ? []
        : [{ park, distance: Math.hypot(park.anchor[0] - west, park.anchor[1] - south) }],
    )
    .sort((a, b) => a.distance - b.distance);
  if (nearest === undefined) throw new Error('the city has no park');
  return nearest;
}
