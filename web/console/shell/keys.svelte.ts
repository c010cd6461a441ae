const storageKey = 'zhaotu-console-keys';

/** What keys do here, and how they are called: `J`, `Enter`, `/`, `Ctrl+Enter`, `Escape`. */
export type KeyGroup = {
  label: string;
  acts: Record<string, (() => void) | undefined>;
  /** Too common to stand in the bar; the list of all keys has it. */
  inListOnly?: boolean;
};

let on = $state(readKept());

/** Keys of one letter can be in the way of speech input (WCAG 2.2, 2.1.4): whoever wants none switches all of them off. */
export const keys = {
  get on(): boolean {
    return on;
  },
  switch(wanted: boolean): void {
    on = wanted;
    try {
      if (wanted) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, 'off');
    } catch {
      // Storage is refused in some private windows: it then holds for this visit.
    }
  },
};

/** Does what the pressed key stands for, unless somebody types, or the focus is on what takes the key itself. */
export function pressKey(event: KeyboardEvent, groups: readonly KeyGroup[]): void {
  if (!keys.on || event.defaultPrevented || event.altKey || event.isComposing) return;
  const name = keyName(event);
  if (isTakenByTarget(event.target, name)) return;
  const act = groups.map(({ acts }) => acts[name]).find((found) => found !== undefined);
  if (act === undefined) return;
  event.preventDefault();
  act();
}

function keyName({ key, ctrlKey, metaKey }: KeyboardEvent): string {
  const plain = key.length === 1 ? key.toUpperCase() : key;
  return ctrlKey || metaKey ? `Ctrl+${plain}` : plain;
}

function isTakenByTarget(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog') !== null) return true;
  if (name.startsWith('Ctrl+') || name === 'Escape') return false;
  if (isTypedInto(target)) return true;
  if (name === 'Enter') return isEntered(target);
  return name === ' ' && target.closest('a, button, summary, input, label') !== null;
}

/** A tick of its own does nothing with Enter, but for sending the form it is in: that of a row leaves the key to its page. */
function isEntered(target: Element): boolean {
  if (target instanceof HTMLInputElement) return target.form !== null;
  return target.closest('a, button, summary') !== null;
}

function isTypedInto(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target.closest('textarea, select, [contenteditable="true"]') !== null;
}

function readKept(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
