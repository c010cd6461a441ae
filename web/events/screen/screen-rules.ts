import type { Snapshot } from '../../../api/events/event-schema.ts';
import type { SigningState } from '../../../api/events/terms.ts';
import { codesOnAir } from '../directed-rules.ts';

type Item = Snapshot['items'][number];

/** 大屏画面: what the hall sees. */
export type Scene = 'before' | 'cut' | 'paused' | 'break' | 'release' | 'signing' | 'totals' | 'words';

export function sceneOf(snapshot: Snapshot): Scene {
  const { status, isCut } = snapshot;
  if (status === 'draft' || status === 'scheduled') return 'before';
  if (status === 'ended') return 'totals';
  if (isCut) return 'cut';
  if (status === 'paused') return 'paused';
  const kind = itemOnAir(snapshot)?.kind;
  if (kind === 'release') return codesOnAir(snapshot).length > 0 ? 'release' : 'words';
  if (kind === 'project-signing' || kind === 'talent-signing') return 'signing';
  if (kind === 'break') return 'break';
  return kind === 'summary' ? 'totals' : 'words';
}

export function itemOnAir({ items, item }: Snapshot): Item | null {
  return items.find(({ id }) => id === item) ?? null;
}

/** The how manieth of its kind: 第 6 项，共 20 项. What was left out is not counted. */
export function placeOf({ items }: Snapshot, { id, kind }: Item): { place: number; of: number } {
  const kin = items.filter((item) => item.kind === kind && item.state !== 'skipped');
  return { place: kin.findIndex((item) => item.id === id) + 1, of: kin.length };
}

/** Items besides the one on air that are still being sealed, and count by themselves once they are. */
export function stillProcessing(snapshot: Snapshot): number {
  const last = new Map<number, SigningState>(snapshot.signings.map(({ item, state }) => [item, state]));
  last.delete(snapshot.item ?? 0);
  return [...last.values()].filter((state) => state === 'processing').length;
}

const brokenMs = 60_000;
const betweenReloadsMs = 300_000;
const calmMs = 10_000;

/**
 * Whether the page may load itself anew: what does not heal by itself has lasted, nothing has just come on air, and it did not
 * do so a short while ago. All in milliseconds; null: it never was.
 */
export function mayReload(past: {
  sinceBroken: number | null;
  sinceCue: number | null;
  sinceReload: number | null;
}): boolean {
  const { sinceBroken, sinceCue, sinceReload } = past;
  if (sinceBroken === null || sinceBroken < brokenMs) return false;
  return (sinceCue ?? calmMs) >= calmMs && (sinceReload ?? betweenReloadsMs) >= betweenReloadsMs;
}

/** What was released in each park, in the order of their first parcels. */
export function sumsByPark<Park extends { code: string }>(
  parcels: readonly { code: string; park: Park; bbox: readonly [number, number, number, number] }[],
  released: Snapshot['released'],
): { park: Park; count: number; areaM2: number; at: [lon: number, lat: number] }[] {
  const parks = new Map<string, typeof parcels>();
  for (const parcel of parcels) parks.set(parcel.park.code, [...(parks.get(parcel.park.code) ?? []), parcel]);
  return [...parks.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const areas = own.map(({ code }) => released.find((one) => one.code === code)?.areaM2 ?? 0);
    const west = Math.min(...own.map(({ bbox }) => bbox[0]));
    const east = Math.max(...own.map(({ bbox }) => bbox[2]));
    const north = Math.max(...own.map(({ bbox }) => bbox[3]));
    const areaM2 = areas.reduce((sum, area) => sum + area, 0);
    return [
      { park: first.park, count: own.length, areaM2, at: [(west + east) / 2, north] as [number, number] },
    ];
  });
}
