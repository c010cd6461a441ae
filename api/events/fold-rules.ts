import type { Camera, Cue, LogEntry, ReleasedParcel, Signed } from './log-schema.ts';
import type { EventStatus, ItemState, SigningState } from './terms.ts';

/** 现场状态: what the log of an event comes to. The same on the server, in every browser and in the replay. */
export type EventState = {
  /** Of the last entry that is in it; 0 before the first. */
  seq: number;
  /** The last entry that somebody pressed: what the sealing says by itself makes no console late. */
  pressed: number;
  status: EventStatus;
  /** 播出中. */
  item: number | null;
  /** 待播. */
  standby: number | null;
  skipped: readonly number[];
  /** When the item on air went on it; UTC. */
  since: string | null;
  camera: Camera | null;
  isCut: boolean;
  notice: { zh: string; en: string } | null;
  /** Takes that stand, oldest first, with what was before each. */
  takes: readonly Take[];
  /** In the order of their release. */
  released: readonly (ReleasedParcel & { by: number })[];
  /** Of one item there may be several: processing, then effective; and what was corrected by another. */
  signings: readonly Signing[];
  /** The last correction. */
  correction: { seq: number; at: string; reason: { zh: string; en: string } } | null;
};

export type Take = { seq: number; item: number; at: string; before: Before };
type Before = Pick<EventState, 'item' | 'since' | 'camera'>;
/** `at`: when it came to be so; UTC. */
export type Signing = Signed & { item: number; state: SigningState; by: number; at: string };

export const notBegun: EventState = {
  seq: 0,
  pressed: 0,
  status: 'scheduled',
  item: null,
  standby: null,
  skipped: [],
  since: null,
  camera: null,
  isCut: false,
  notice: null,
  takes: [],
  released: [],
  signings: [],
  correction: null,
};

/** Not the entry that comes next: the log has to be read again from the last that is known. */
export class LogGap extends Error {
  readonly after: number;

  constructor(after: number) {
    super(`the log does not go on after entry ${after}`);
    this.after = after;
  }
}

/** The state with one more entry. @throws LogGap unless `entry` is the next one. */
export function fold(state: EventState, entry: LogEntry): EventState {
  if (entry.seq !== state.seq + 1) throw new LogGap(state.seq);
  const { seq, cue } = entry;
  return { ...happened(state, entry, cue), seq, pressed: isPress(cue) ? seq : state.pressed };
}

/** The state at an entry, or at the end. */
export function foldAll(entries: Iterable<LogEntry>, from: EventState = notBegun): EventState {
  let state = from;
  for (const entry of entries) state = fold(state, entry);
  return state;
}

/** What a person pressed; of the entries of the sealing only those that take back a figure call for a look. */
function isPress({ type }: Cue): boolean {
  return type !== 'sign';
}

function happened(state: EventState, { seq, at }: LogEntry, cue: Cue): EventState {
  switch (cue.type) {
    case 'resume':
      return { ...state, status: 'live' };
    case 'pause':
      return { ...state, status: 'paused' };
    case 'end':
      return { ...state, status: 'ended', item: null, since: null, standby: null, isCut: false };
    case 'standby':
      // What is armed is staff's alone: what was skipped is so until it is on air, or all would see that it is armed.
      return { ...state, standby: cue.item };
    case 'take':
      return taken(state, { seq, at }, cue);
    case 'skip':
      return {
        ...state,
        skipped: [...state.skipped.filter((item) => item !== cue.item), cue.item],
        standby: state.standby === cue.item ? null : state.standby,
      };
    case 'sign':
      return {
        ...state,
        signings: [...state.signings, { ...cue.signed, item: cue.item, state: cue.state, by: seq, at }],
      };
    case 'revoke':
      return { ...revoked(state, cue.of), correction: { seq, at, reason: cue.reason } };
    case 'amend':
      return { ...amended(state, cue), correction: { seq, at, reason: cue.reason } };
    case 'camera':
      return { ...state, camera: cue.camera };
    case 'notice':
      return { ...state, notice: cue.text };
    case 'cut':
      return { ...state, isCut: cue.isCut };
    case 'rundown':
      return state;
  }
}

/** Where an item stands. */
export function itemState({ item, standby, skipped, takes }: EventState, id: number): ItemState {
  if (id === item) return 'live';
  if (id === standby) return 'standby';
  if (skipped.includes(id)) return 'skipped';
  return takes.some((take) => take.item === id) ? 'done' : 'pending';
}

function notSkipped(state: EventState, item: number | null): EventState {
  return { ...state, skipped: state.skipped.filter((other) => other !== item) };
}

function taken(
  state: EventState,
  { seq, at }: { seq: number; at: string },
  { item, camera, released }: Cue & { type: 'take' },
): EventState {
  const before = { item: state.item, since: state.since, camera: state.camera };
  return {
    ...notSkipped(state, item),
    status: 'live',
    item,
    since: at,
    standby: state.standby === item ? null : state.standby,
    camera: camera ?? state.camera,
    takes: [...state.takes, { seq, item, at, before }],
    released: [...state.released, ...released.map((parcel) => ({ ...parcel, by: seq }))],
  };
}

/** Of a take: what it released is taken back; the last one also leaves the air to what was on it before. */
function revoked(state: EventState, of: number): EventState {
  const take = state.takes.find(({ seq }) => seq === of);
  if (take === undefined) return { ...state, signings: state.signings.filter(({ by }) => by !== of) };
  const without = {
    ...state,
    takes: state.takes.flatMap((one, index) => {
      if (one === take) return [];
      // What was on air before that one never was, as far as the log stands.
      return [state.takes[index - 1] === take ? { ...one, before: take.before } : one];
    }),
    released: state.released.filter(({ by }) => by !== of),
  };
  const isLast = state.takes.at(-1) === take && state.item === take.item;
  if (!isLast) return without;
  const standby = state.standby === take.before.item ? null : state.standby;
  return { ...notSkipped(without, take.before.item), ...take.before, standby };
}

function amended(state: EventState, { of, parcel, signed: right }: Cue & { type: 'amend' }): EventState {
  return {
    ...state,
    released: state.released.map((one) =>
      one.by === of && one.code === parcel?.code ? { ...parcel, by: of } : one,
    ),
    signings: state.signings.map((one) => (one.by === of && right !== null ? { ...one, ...right } : one)),
  };
}
