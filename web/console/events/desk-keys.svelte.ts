import { m } from '../../paraglide/messages.js';
import { keys, type KeyGroup } from '../shell/keys.svelte.ts';
import { nextItem, skippedItem, undoable } from './desk-rules.ts';
import type { LiveDesk } from './live-desk.svelte.ts';

const ours = ['Enter', ' ', 'z', 'Z', 'n', 'N', 'p', 'P'];

/** 热键 of the console: locked until L, so that what lies on the keyboard takes nothing. */
export class DeskKeys {
  isOpen = $state(false);
  readonly #desk: LiveDesk;

  constructor(desk: LiveDesk) {
    this.#desk = desk;
  }

  get groups(): KeyGroup[] {
    const act = (press: () => void) => (this.isOpen && this.#desk.block === null ? press : undefined);
    return [
      {
        label: this.isOpen ? m.host_key_lock() : m.host_key_open(),
        acts: { L: () => void (this.isOpen = !this.isOpen) },
      },
      { label: m.log_standby(), acts: { Enter: act(() => armNext(this.#desk)) } },
      { label: m.host_take(), acts: { ' ': act(() => this.#desk.take()) } },
      { label: m.host_undo_none(), acts: { Z: act(() => undo(this.#desk)) } },
      { label: m.host_skip(), acts: { N: act(() => skip(this.#desk)) } },
      { label: m.host_pause(), acts: { P: act(() => pauseOrResume(this.#desk)) } },
    ];
  }

  get word(): string {
    if (!keys.on || this.#desk.block !== null) return m.host_keys_stopped();
    return this.isOpen ? m.host_keys_open() : m.host_keys_locked();
  }

  /** A key that is held down presses once. */
  readonly stopRepeats = (event: KeyboardEvent): void => {
    const isTyped = event.target instanceof Element && event.target.closest('input, textarea, select');
    if (event.repeat && !isTyped && ours.includes(event.key)) event.preventDefault();
  };

  /** A button that was pressed with the pointer does not keep the focus: the next Space is 切出, not that button again. */
  readonly freeSpace = (event: MouseEvent): void => {
    if (!this.isOpen || event.detail === 0 || !(event.target instanceof Element)) return;
    const button = event.target.closest('button');
    if (button !== null) button.blur();
  };
}

export function armNext(desk: LiveDesk): void {
  const item = desk.view && nextItem(desk.view);
  if (item) void desk.press('standby', { item: item.id });
}

export function undo(desk: LiveDesk): void {
  const last = desk.view && undoable(desk.view, desk.serverMs);
  // Everybody reads the reason, in both languages.
  const reason = { zh: '主持人撤回', en: 'Taken back by the host' };
  if (last) void desk.press('revoke', { of: last.of, reason });
}

export function skip(desk: LiveDesk): void {
  const item = desk.view && skippedItem(desk.view);
  if (item) void desk.press('skip', { item: item.id });
}

export function pauseOrResume(desk: LiveDesk): void {
  const status = desk.view?.status;
  if (status === 'live') void desk.press('pause');
  if (status === 'paused') void desk.press('resume');
}
