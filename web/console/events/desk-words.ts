import type { EventStatus, ItemKind, ItemState } from '../../../api/events/terms.ts';
import type { StaffEvent } from '../../../api/events/staff-schema.ts';
import { language } from '../../ui/language.svelte.ts';
import { m } from '../../paraglide/messages.js';
import type { MarkShape } from '../shell/state-marks.ts';
import type { PaperVerb, Verb } from './client.ts';
import { itemOf } from './desk-rules.ts';

type Entry = StaffEvent['log'][number];

/** English may be left out of what is said at the console. */
export function said({ zh, en }: { zh: string; en: string }): string {
  return language.current === 'en' && en !== '' ? en : zh;
}

export function statusWord(status: EventStatus): string {
  return {
    draft: m.event_status_draft(),
    scheduled: m.event_status_scheduled(),
    live: m.event_status_live(),
    paused: m.event_status_paused(),
    ended: m.event_status_ended(),
  }[status];
}

export function kindWord(kind: ItemKind): string {
  return {
    speech: m.kind_speech(),
    video: m.kind_video(),
    release: m.kind_release(),
    'project-signing': m.kind_project_signing(),
    'talent-signing': m.kind_talent_signing(),
    policy: m.kind_policy(),
    break: m.kind_break(),
    summary: m.kind_summary(),
  }[kind];
}

export function itemWord(state: ItemState): string {
  return {
    pending: m.item_pending(),
    standby: m.item_standby(),
    live: m.item_live(),
    done: m.item_done(),
    skipped: m.item_skipped(),
  }[state];
}

const ring = 'M6 1.2a4.8 4.8 0 1 1 0 9.6a4.8 4.8 0 1 1 0-9.6z';
const square = 'M2.6.6h6.8a2 2 0 0 1 2 2v6.8a2 2 0 0 1-2 2h-6.8a2 2 0 0 1-2-2v-6.8a2 2 0 0 1 2-2z';

export const itemShapes: Record<ItemState, MarkShape> = {
  pending: { tone: 'muted', outline: ring, dashed: true },
  standby: { tone: 'amber', outline: 'M6 .9L11.1 6 6 11.1.9 6z' },
  live: { tone: 'brand', fill: square, sign: 'M4.8 3.8v4.4L8.4 6z' },
  done: { tone: 'done', outline: `${ring}M3.6 6.2l1.7 1.7 3.2-3.5` },
  skipped: { tone: 'muted', outline: `${ring}M2.7 9.3l6.6-6.6` },
};

export const statusShapes: Record<EventStatus, MarkShape> = {
  draft: itemShapes.pending,
  scheduled: { tone: 'brand', outline: ring },
  live: itemShapes.live,
  paused: { tone: 'amber', fill: square, sign: 'M4.6 3.8v4.4M7.4 3.8v4.4' },
  ended: itemShapes.done,
};

/** What was pressed, by its button. */
export function verbWord(verb: Verb): string {
  if (verb === 'control') return m.host_control_take();
  if (verb === 'revoke') return m.host_undo_none();
  return isPaper(verb) ? m.stage_paper() : typeWord(verb);
}

function isPaper(verb: Verb): verb is PaperVerb {
  return verb.startsWith('items/');
}

export function typeWord(type: Entry['cue']['type']): string {
  return {
    standby: m.log_standby(),
    take: m.log_take(),
    skip: m.log_skip(),
    sign: m.log_sign(),
    revoke: m.log_revoke(),
    amend: m.log_amend(),
    camera: m.log_camera(),
    notice: m.log_notice(),
    cut: m.log_cut(),
    rundown: m.log_rundown(),
    pause: m.log_pause(),
    resume: m.log_resume(),
    end: m.log_end(),
  }[type];
}

/** What an entry did, in a line. */
export function entryWords(view: StaffEvent, { cue }: Entry): string {
  const named = (id: number) => {
    const item = itemOf(view, id);
    return item === null ? `${id}` : said(item.title);
  };
  switch (cue.type) {
    case 'standby':
      return cue.item === null ? m.log_none_armed() : named(cue.item);
    case 'take': {
      const codes = cue.released.map(({ code }) => code).join(' ');
      return codes === '' ? named(cue.item) : m.log_take_released({ item: named(cue.item), codes });
    }
    case 'skip':
      return named(cue.item);
    case 'sign':
      if (cue.state === 'processing') return m.log_sign_processing({ item: named(cue.item) });
      return cue.signed.isPaper
        ? m.log_sign_paper({ item: named(cue.item) })
        : m.log_sign_effective({ item: named(cue.item) });
    case 'revoke':
    case 'amend':
      return m.log_of({ of: cue.of, reason: said(cue.reason) });
    case 'notice':
      return cue.text === null ? m.log_notice_over() : said(cue.text);
    case 'cut':
      return cue.isCut ? m.log_cut_on() : m.log_cut_off();
    case 'camera':
      return cue.camera.parcel ?? '—';
    case 'rundown':
      return m.log_rundown_changed();
    case 'pause':
      return m.event_status_paused();
    case 'resume':
      return m.event_status_live();
    case 'end':
      return m.event_status_ended();
  }
}
