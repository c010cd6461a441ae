import type { EventState } from './fold-rules.ts';
import type { Camera, Cue, ReleasedParcel, Signed } from './log-schema.ts';
import type { ItemKind } from './terms.ts';

/** 环节单: what the host may arm, in its order. */
export type RundownItem = { id: number; kind: ItemKind };

/** What somebody at the console, or the sealing, asks of the event. */
export type EventAct =
  | { type: 'pause' | 'resume' | 'end' }
  | { type: 'standby'; item: number | null }
  | { type: 'take'; camera: Camera | null; released: ReleasedParcel[] }
  | { type: 'skip'; item: number }
  | { type: 'sign'; item: number; state: 'processing' | 'effective'; signed: Signed }
  | (Cue & { type: 'revoke' | 'amend' | 'camera' | 'notice' | 'cut' });

/** Why an act is refused: the console says it in words. */
export type EventRefusal =
  'behind' | 'wrong-state' | 'no-such-item' | 'nothing-armed' | 'on-air' | 'no-such-entry' | 'not-a-signing';

export type Decision = { ok: true; cue: Cue } | { ok: false; refusal: EventRefusal };

type Asked = { act: EventAct; rundown: readonly RundownItem[]; expectedSeq: number };

/**
 * What an act comes to. `expectedSeq`: the last entry that who asks has seen; who has not seen the last press is refused, so that
 * of two who press at once one does nothing. What the sealing says is true at any time: it is not asked for the number, and what
 * it added since keeps no host from pressing, but for the end, which is of figures that both have seen.
 */
export function decide(state: EventState, { act, rundown, expectedSeq }: Asked): Decision {
  if (act.type !== 'sign' && isBehind(state, expectedSeq)) return refused('behind');
  if (act.type === 'end' && expectedSeq !== state.seq) return refused('behind');
  const isAllowed = allowed[act.type].includes(state.status);
  if (!isAllowed) return refused('wrong-state');
  const knows = (item: number) => rundown.some(({ id }) => id === item);
  switch (act.type) {
    case 'take':
      return state.standby === null
        ? refused('nothing-armed')
        : { ok: true, cue: { ...act, item: state.standby } };
    case 'standby':
      if (act.item !== null && !knows(act.item)) return refused('no-such-item');
      return act.item !== null && act.item === state.item ? refused('on-air') : { ok: true, cue: act };
    case 'skip':
      if (!knows(act.item)) return refused('no-such-item');
      return act.item === state.item ? refused('on-air') : { ok: true, cue: act };
    case 'sign':
      return signs(rundown, act.item) ? { ok: true, cue: act } : refused('not-a-signing');
    case 'revoke':
    case 'amend':
      return stands(state, act.of) ? { ok: true, cue: act } : refused('no-such-entry');
    case 'pause':
    case 'resume':
    case 'end':
    case 'camera':
    case 'notice':
    case 'cut':
      return { ok: true, cue: act };
  }
}

/** A press that he has not seen came since, or what he expects has not happened. */
export function isBehind({ seq, pressed }: EventState, expectedSeq: number): boolean {
  return expectedSeq > seq || expectedSeq < pressed;
}

const onAir = ['live', 'paused'] as const;
const allowed: Record<EventAct['type'], readonly EventState['status'][]> = {
  pause: ['live'],
  resume: ['paused'],
  end: onAir,
  standby: ['scheduled', ...onAir],
  // The first one begins the event.
  take: ['scheduled', 'live'],
  skip: onAir,
  // What is sealed later counts later: 会后补签.
  sign: [...onAir, 'ended'],
  revoke: onAir,
  amend: [...onAir, 'ended'],
  camera: onAir,
  notice: onAir,
  cut: onAir,
};

function signs(rundown: readonly RundownItem[], item: number): boolean {
  const kind = rundown.find(({ id }) => id === item)?.kind;
  return kind === 'project-signing' || kind === 'talent-signing';
}

/** Whether there is something that an entry did and that was not taken back. */
function stands({ takes, signings }: EventState, of: number): boolean {
  return takes.some(({ seq }) => seq === of) || signings.some(({ by }) => by === of);
}

function refused(refusal: EventRefusal): Decision {
  return { ok: false, refusal };
}
