import { flushSync } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import type { WorkItem } from '../api/drafts/schema.ts';
import { keys, pressKey } from '../web/console/shell/keys.svelte.ts';
import { nextAct } from '../web/console/worklist/work-links.ts';
import { itemNumber } from '../web/console/worklist/work-words.ts';
import WorkRow from '../web/console/worklist/WorkRow.svelte';
import { clearPage, showInCity } from './support/in-city.ts';

afterEach(clearPage);

const returned: WorkItem = {
  kind: 'returned',
  code: 'P-1',
  name: '一号地',
  id: null,
  at: '2026-11-18T09:00:00+08:00',
  due: null,
  by: null,
  subject: null,
  open: [],
};

function showRow() {
  const [onchoose, onopen] = [vi.fn(), vi.fn()];
  showInCity(WorkRow, { item: returned, current: false, now: new Date(), onchoose, onopen });
  const row = document.querySelector('li > button');
  if (!(row instanceof HTMLButtonElement)) throw new Error('the row is a button');
  return { row, onchoose, onopen };
}

/** As the browser does: a button that is let have Enter is clicked by it. */
function enter(target: HTMLElement): void {
  const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
  if (target.dispatchEvent(event)) target.click();
  flushSync();
}

it('chooses a row of the work list by a click, and opens what was clicked by Enter', () => {
  const { row, onchoose, onopen } = showRow();
  row.focus();
  row.click();
  expect([onchoose.mock.calls.length, onopen.mock.calls.length]).toEqual([1, 0]);
  enter(row);
  expect(onopen).toHaveBeenCalledTimes(1);
});

it('leads from a winner that waits for its second person to the record of who won', () => {
  const waiting: WorkItem = { ...returned, kind: 'winner', id: 7 };
  expect(nextAct(waiting)?.href).toBe('/console/parcels/P-1/winner');
  expect(nextAct({ ...waiting, kind: 'waiting-winner' })?.href).toBe('/console/parcels/P-1/winner');
  expect(nextAct(returned)?.href).toBe('/console/parcels/P-1');
});

it('leads from a draft that waits for a word to its page, and from a proposed template to that version', () => {
  const gate: WorkItem = { ...returned, kind: 'gate', code: null, id: 7, subject: 'XY-2026-0007' };
  expect([nextAct(gate)?.href, itemNumber(gate)]).toEqual([
    '/console/agreements/XY-2026-0007',
    'XY-2026-0007',
  ]);
  const template: WorkItem = { ...gate, kind: 'template', id: 2, subject: 'letter-of-intent' };
  expect(nextAct(template)?.href).toBe('/console/templates/letter-of-intent/2');
  expect(itemNumber(template)).toMatch(/2/);
});

it('leaves Enter on the tick of a row to the page, and on that of a form to the form', () => {
  keys.switch(true);
  const open = vi.fn();
  const listen = (event: KeyboardEvent) => pressKey(event, [{ label: 'open', acts: { Enter: open } }]);
  addEventListener('keydown', listen);
  const tick = Object.assign(document.createElement('input'), { type: 'checkbox' });
  document.body.append(tick);
  enter(tick);
  expect(open).toHaveBeenCalledTimes(1);
  const form = document.createElement('form');
  document.body.append(form);
  form.append(tick);
  enter(tick);
  expect(open).toHaveBeenCalledTimes(1);
  removeEventListener('keydown', listen);
});
