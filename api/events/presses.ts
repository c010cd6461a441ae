import type { HostAct } from './acts.ts';
import type { z } from 'zod';
import { Amend, CameraPress, Cut, Notice, Press, Revoke, Skip, Standby, Take } from './event-schema.ts';

type PressSchema = z.ZodType<{ expectedSeq: number }>;
export type HostPress = { verb: string; summary: string; body: PressSchema; act: (body: unknown) => HostAct };

/** `act` hears what `body` has read. */
function press<Schema extends PressSchema>(
  verb: string,
  summary: string,
  { body, act }: { body: Schema; act: (read: z.infer<Schema>) => HostAct },
): HostPress {
  return { verb, summary, body, act: (read) => act(body.parse(read)) };
}

/** 场控台按键: what a host may press, but for the end, which takes two people. */
export const hostPresses: readonly HostPress[] = [
  press('standby', 'Arm an item, or none', {
    body: Standby,
    act: ({ item }) => ({ type: 'standby', item }),
  }),
  press('take', 'The armed item goes on air; the first begins the event', {
    body: Take,
    act: ({ camera }) => ({ type: 'take', camera }),
  }),
  press('skip', 'An item is left out', { body: Skip, act: ({ item }) => ({ type: 'skip', item }) }),
  press('revoke', 'Take an entry back, by another one', {
    body: Revoke,
    act: ({ of, reason }) => ({ type: 'revoke', of, reason }),
  }),
  press('amend', 'Correct a figure of an entry, by another one', {
    body: Amend,
    act: ({ of, reason, parcel, signed }) => ({ type: 'amend', of, reason, parcel, signed }),
  }),
  press('camera', 'Move the map of all who follow', {
    body: CameraPress,
    act: ({ camera }) => ({ type: 'camera', camera }),
  }),
  press('notice', 'Say something to all, or nothing more', {
    body: Notice,
    act: ({ text }) => ({ type: 'notice', text }),
  }),
  press('cut', 'Cut the picture, or show it again', {
    body: Cut,
    act: ({ isCut }) => ({ type: 'cut', isCut }),
  }),
  press('pause', 'Hold the event up', { body: Press, act: () => ({ type: 'pause' }) }),
  press('resume', 'Go on', { body: Press, act: () => ({ type: 'resume' }) }),
];
