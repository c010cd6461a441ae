import { isOnAir, withoutStreams } from '../../api/events/public-rules.ts';
import type { LogPage, Snapshot } from '../../api/events/event-schema.ts';
import type { Cue } from '../../api/events/log-schema.ts';

export type Entry = LogPage['entries'][number];
type Item = Snapshot['items'][number];

/** 跟随: what a follower of one event knows. */
export type Following = {
  snapshot: Snapshot;
  /** Entries that cannot be told yet, since some before them are missing; in the order they came. */
  waiting: readonly Entry[];
  /** The snapshot has to be read again, and what is on the screen is behind until then (`all`), or lacks a name or what is to come (`names`). */
  lacks: 'nothing' | 'names' | 'all';
};

/** More than that is not kept: the snapshot that is read next holds it anyway. */
const mostWaiting = 200;

export function followingFrom(snapshot: Snapshot): Following {
  return { snapshot, waiting: [], lacks: 'nothing' };
}

/**
 * With a snapshot that was read. An older one of the same log, as something between may answer, changes nothing; one of another
 * log always counts: what was known is of a log that is no more.
 */
export function withSnapshot(state: Following, snapshot: Snapshot): Following {
  const isOlder = snapshot.epoch === state.snapshot.epoch && snapshot.seq < state.snapshot.seq;
  if (isOlder) return state;
  const waiting = snapshot.epoch === state.snapshot.epoch ? state.waiting : [];
  return waiting.reduce(
    (known: Following, entry) => withEntry(known, snapshot.epoch, entry),
    followingFrom(snapshot),
  );
}

/** With an entry of the log `epoch`: what is known already is dropped, and behind a gap nothing is told. */
export function withEntry(state: Following, epoch: string, entry: Entry): Following {
  const { snapshot } = state;
  if (epoch !== snapshot.epoch) return { ...state, lacks: 'all' };
  if (entry.seq <= snapshot.seq) return state;
  if (entry.seq !== snapshot.seq + 1) {
    return { ...state, waiting: [...state.waiting, entry].slice(-mostWaiting), lacks: 'all' };
  }
  const next = told(snapshot, entry);
  return { ...state, snapshot: next, lacks: lacking(state, entry.cue, next) };
}

/** The log that was followed is no more. */
export function withReset(state: Following): Following {
  return { ...state, waiting: [], lacks: 'all' };
}

/** What was released and taken back is the server's to say; so are the name of a release and the addresses of streams, which nobody knows before. */
function lacking({ lacks, snapshot }: Following, cue: Cue, next: Snapshot): Following['lacks'] {
  if (lacks === 'all' || cue.type === 'revoke') return 'all';
  // What is on the screen is right; what is to come is read again, and where the pictures of it are.
  const isBegun = !isOnAir(snapshot.status) && isOnAir(next.status) && next.venues.length > 0;
  if (cue.type === 'rundown' || isBegun) return 'names';
  const isNamed = next.items.every(({ id, title }) => id !== next.item || title !== null);
  return isNamed ? lacks : 'names';
}

function told(snapshot: Snapshot, { seq, at, cue, totals }: Entry): Snapshot {
  return { ...happened(snapshot, { seq, at, cue }), seq, totals };
}

function happened(snapshot: Snapshot, { seq, at, cue }: Omit<Entry, 'totals'>): Snapshot {
  switch (cue.type) {
    case 'resume':
      return { ...snapshot, status: 'live' };
    case 'pause':
      return { ...snapshot, status: 'paused' };
    case 'end':
      return {
        ...snapshot,
        status: 'ended',
        item: null,
        since: null,
        isCut: false,
        venues: snapshot.venues.map(withoutStreams),
        items: withOnAir(snapshot.items, null),
      };
    case 'take':
      return {
        ...snapshot,
        status: 'live',
        item: cue.item,
        since: at,
        camera: cue.camera ?? snapshot.camera,
        released: [...snapshot.released, ...cue.released.map((parcel) => ({ ...parcel, by: seq }))],
        items: withOnAir(snapshot.items, cue.item),
      };
    case 'skip':
      return {
        ...snapshot,
        items: snapshot.items.map((item) => (item.id === cue.item ? skipped(item) : item)),
      };
    case 'revoke':
      return { ...snapshot, correction: { seq, at, reason: cue.reason } };
    case 'amend':
      return {
        ...snapshot,
        released: snapshot.released.map((parcel) =>
          parcel.by === cue.of && parcel.code === cue.parcel?.code ? { ...cue.parcel, by: cue.of } : parcel,
        ),
        signings: snapshot.signings.map((signing) =>
          signing.by === cue.of && cue.signed !== null ? { ...signing, ...cue.signed } : signing,
        ),
        correction: { seq, at, reason: cue.reason },
      };
    case 'camera':
      return { ...snapshot, camera: cue.camera };
    case 'notice':
      return { ...snapshot, notice: cue.text };
    case 'cut':
      return { ...snapshot, isCut: cue.isCut };
    case 'sign':
      return {
        ...snapshot,
        signings: [...snapshot.signings, { ...cue.signed, item: cue.item, state: cue.state, by: seq, at }],
      };
    case 'standby':
    case 'rundown':
      return snapshot;
  }
}

/** A release that is left out is as unnamed as one to come. */
function skipped(item: Item): Item {
  return { ...item, state: 'skipped', title: item.kind === 'release' ? null : item.title };
}

function withOnAir(items: readonly Item[], live: number | null): Item[] {
  return items.map((item) => {
    if (item.id === live) return { ...item, state: 'live' };
    return item.state === 'live' ? { ...item, state: 'done' } : item;
  });
}
