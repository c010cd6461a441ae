import type { StaffEvent } from '../../../api/events/staff-schema.ts';

export type Item = StaffEvent['items'][number];

/** 撤回 stays open for so long after a take. */
export const undoMs = 30_000;
/** A console that heard nothing for so long does not know what is on air. */
export const silentMs = 5_000;

/** Why nothing may be pressed. */
export type Block = 'silent' | 'lapsed' | 'others' | 'ended';

export function itemOf(view: StaffEvent, id: number | null): Item | null {
  return view.items.find((item) => item.id === id) ?? null;
}

/** The one to arm next: the first behind what is armed, else behind what is on air, that was not yet on air or left out. */
export function nextItem(view: StaffEvent): Item | null {
  const from = view.standby ?? view.item;
  const behind = view.items.slice(view.items.findIndex(({ id }) => id === from) + 1);
  return behind.find(({ state }) => state === 'pending') ?? null;
}

/** What skipping leaves out: what is armed, else what comes next. */
export function skippedItem(view: StaffEvent): Item | null {
  return itemOf(view, view.standby) ?? nextItem(view);
}

/** The last take and when it was, while it may be taken back: `atMs` is the server's clock. */
export function undoable(view: StaffEvent, atMs: number): { item: Item; of: number; leftMs: number } | null {
  const item = itemOf(view, view.item);
  if (item === null || item.takenBy === null || view.since === null) return null;
  const leftMs = Date.parse(view.since) + undoMs - atMs;
  return leftMs > 0 ? { item, of: item.takenBy, leftMs } : null;
}

/** Seconds behind the rundown; below zero: ahead of it. What is on air counts once it is over its time. */
export function lateSeconds(view: StaffEvent, onAirSeconds: number): number {
  return view.items.reduce((late, { state, spentSeconds, plannedSeconds }) => {
    if (state === 'live') return late + Math.max(0, onAirSeconds - plannedSeconds);
    return spentSeconds === null || state !== 'done' ? late : late + spentSeconds - plannedSeconds;
  }, 0);
}

/** `0:27`, `12:05`, `1:02:03`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = String(whole % 60).padStart(2, '0');
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`;
}
