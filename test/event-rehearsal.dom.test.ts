import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import BigScreen from '../web/events/screen/BigScreen.svelte';
import EventPage from '../web/events/EventPage.svelte';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import { eventShot, eventTheatre } from './support/event-theatre.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const released = [{ code: 'JK-13', version: 1, areaM2: 93_200, by: 2 }];
const onAir = { status: 'live', item: 2, since: '2026-11-22T02:01:00Z', seq: 2 } as const;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T02:02:00Z') });
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});
afterEach(async () => {
  await clearPage();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pages = { 'the page of who follows': EventPage, 'the screen of the hall': BigScreen };
const marks = () => document.querySelectorAll('svg[aria-hidden="true"] pattern text').length;

async function shown(page: typeof EventPage | typeof BigScreen, over: object) {
  const theatre = eventTheatre(eventShot({ ...onAir, released, ...over }));
  showInCity(page, { slug: 'spring' });
  await vi.advanceTimersByTimeAsync(200);
  flushSync();
  return theatre;
}

for (const [name, page] of Object.entries(pages)) {
  it(`says of a rehearsal in words, and everywhere under the eyes, what it is: ${name}`, async () => {
    const { asked } = await shown(page, { isRehearsal: true });
    expect(pageText()).toContain('演练');
    expect(pageText()).toContain('仅工作人员可见');
    expect(marks()).toBeGreaterThan(0);
    // What it released is nowhere public: it is asked for where staff alone are answered.
    expect(asked).toContain('/api/events/spring/parcels');
    expect(asked.filter((path) => path.startsWith('/api/parcel-records'))).toEqual([]);
  });

  it(`says nothing of that for an event: ${name}`, async () => {
    const { asked } = await shown(page, {});
    expect([pageText().includes('演练'), marks()]).toEqual([false, 0]);
    expect(asked).toContain('/api/parcel-records?code=JK-13');
  });
}

it('shows no scoreboard of a rehearsal that is over', async () => {
  await shown(EventPage, { isRehearsal: true, status: 'ended', item: null, since: null });
  expect(document.querySelector('a[href$="/landing"]')).toBeNull();
});
