import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../api/events/event-schema.ts';
import { nothingHeard, withHeard, withTime, type CueQueue } from '../web/events/video/cue-queue-rules.ts';
import { longestWaitMs, waitMs, type PictureClock } from '../web/events/video/cue-time-rules.ts';
import { playsItself } from '../web/events/video/venue-player.ts';
import { venueShown, venuesInPicture } from '../web/events/video/venue-rules.ts';
import { beginWatch, tickMs, watched, type Watch } from '../web/events/video/watch-rules.ts';
import { eventShot } from './support/event-theatre.ts';

/** Looks at a picture every quarter of a second; `runs` says how long it moves (true) or stands (false). */
function looks(runs: readonly { moves: boolean; ms: number }[], { sources = 1, isHeld = false } = {}) {
  let watch = beginWatch(0);
  let at = 0;
  let position = 0;
  const seen: (Watch & { at: number; stoodMs: number; movedMs: number })[] = [];
  let [stoodMs, movedMs] = [0, 0];
  for (const { moves, ms } of runs)
    for (let passed = 0; passed < ms; passed += tickMs) {
      at += tickMs;
      if (moves) position += tickMs / 1_000;
      [stoodMs, movedMs] = moves ? [0, movedMs + tickMs] : [stoodMs + tickMs, 0];
      watch = watched(watch, { at, position, isHeld, isLost: false }, sources);
      seen.push({ ...watch, at, stoodMs, movedMs });
    }
  return seen;
}

const aRun = fc.record({ moves: fc.boolean(), ms: fc.integer({ min: 1, max: 30 }).map((n) => n * 500) });

describe('the watch over a picture', () => {
  it('shows a slide within 3 s of standing still and the picture again after 3 s of movement, whatever comes before', () => {
    let slides = 0;
    fc.assert(
      fc.property(fc.array(aRun, { minLength: 2, maxLength: 12 }), (runs) => {
        for (const { isShown, stoodMs, movedMs, wasShown } of looks([{ moves: true, ms: 2_000 }, ...runs])) {
          if (stoodMs >= 3_000 - tickMs) expect(isShown).toBe(false);
          // Another opening in between has to be looked at once more.
          if (movedMs >= 3_000 + 2 * tickMs) expect(isShown).toBe(true);
          if (!isShown && wasShown) slides += 1;
        }
      }),
    );
    expect(slides).toBeGreaterThan(500);
  });

  it('keeps a picture that only hesitates, and does not believe one that moves for a moment', () => {
    const hesitates = looks([
      { moves: true, ms: 5_000 },
      { moves: false, ms: 2_000 },
      { moves: true, ms: 1_000 },
    ]);
    expect(hesitates.slice(8).every(({ isShown }) => isShown)).toBe(true);
    const flickers = [4_000, 2_000, 2_000, 2_000, 2_000].map((ms, index) => ({ moves: index % 2 === 1, ms }));
    expect(
      looks([{ moves: true, ms: 2_000 }, ...flickers])
        .slice(-20)
        .some(({ isShown }) => isShown),
    ).toBe(false);
  });

  it('tries the streams of a venue by priority, and the first again after the last', () => {
    const opened = looks([{ moves: false, ms: 30_000 }], { sources: 3 }).map(
      ({ source, attempt }) => `${attempt}:${source}`,
    );
    expect([...new Set(opened)].slice(0, 5)).toEqual(['1:0', '2:1', '3:2', '4:0', '5:1']);
    const single = looks([{ moves: false, ms: 50_000 }]);
    expect([single.at(-1)?.attempt, single.at(-1)?.source]).toEqual([3, 0]);
  });

  it('opens a stream that was given up again at once, and not twice within 2 s', () => {
    let watch = beginWatch(0);
    const attempts: number[] = [];
    for (let at = tickMs; at <= 6_000; at += tickMs) {
      watch = watched(watch, { at, position: null, isHeld: false, isLost: true }, 2);
      attempts.push(watch.attempt);
    }
    expect([attempts[6], attempts[7], attempts.at(-1)]).toEqual([1, 2, 4]);
  });

  it('takes neither a pause of the person nor a page that slept for a picture that is lost', () => {
    const held = looks([{ moves: false, ms: 60_000 }], { isHeld: true });
    expect(held.at(-1)?.attempt).toBe(1);
    const playing = looks([{ moves: true, ms: 5_000 }]).at(-1);
    if (playing === undefined) throw new Error('nothing was seen');
    const { position } = playing;
    const woken = watched(playing, { at: playing.at + 60_000, position, isHeld: false, isLost: false }, 2);
    expect([woken.isShown, woken.attempt]).toEqual([true, 1]);
  });

  it('takes no jump to another place for movement', () => {
    let watch =
      looks([
        { moves: true, ms: 2_000 },
        { moves: false, ms: 4_000 },
      ]).at(-1) ?? beginWatch(0);
    const attempt = watch.attempt;
    for (let jump = 1; jump <= 16; jump += 1) {
      const at = watch.tickedAt + tickMs;
      watch = watched(watch, { at, position: jump * 10, isHeld: false, isLost: false }, 1);
    }
    expect([watch.isShown, watch.attempt]).toEqual([false, attempt]);
  });
});

const base = Date.parse('2026-12-01T01:00:00Z');
const aClock: fc.Arbitrary<PictureClock> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .integer({ min: -90_000, max: 20_000 })
      .map((ms) => ({ kind: 'known' as const, atMs: base + ms })),
  },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 90_000 }).map((ms) => ({ kind: 'behind' as const, ms })),
  },
  fc.constantFrom({ kind: 'unknown' as const }, { kind: 'stalled' as const }),
);

describe('a cue', () => {
  const cue = { atMs: base, heardMs: 5_000 };

  it('waits for its moment in the picture, and never longer than 10 s after it was heard', () => {
    fc.assert(
      fc.property(aClock, fc.integer({ min: 0, max: 30_000 }), (clock, passedMs) => {
        const wait = waitMs(cue, clock, cue.heardMs + passedMs);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(passedMs + wait).toBeLessThanOrEqual(Math.max(passedMs, longestWaitMs));
        if (clock.kind === 'known' && clock.atMs >= cue.atMs) expect(wait).toBe(0);
        if (clock.kind === 'unknown' || clock.kind === 'stalled') expect(wait).toBe(0);
      }),
    );
    expect(waitMs(cue, { kind: 'known', atMs: base - 2_700 }, 5_100)).toBe(2_700);
    expect(waitMs(cue, { kind: 'known', atMs: base - 15_000 }, 5_000)).toBe(longestWaitMs);
    expect(waitMs(cue, { kind: 'behind', ms: 4_000 }, 6_000)).toBe(3_000);
  });

  it('is not kept back by a clock that cannot be right', () => {
    for (const atMs of [base - 3_600_000, base + 3_600_000, 0])
      expect(waitMs(cue, { kind: 'known', atMs }, 5_000)).toBe(0);
  });

  const shot = (seq: number, over: Partial<Snapshot> = {}) => eventShot({ status: 'live', seq, ...over });
  const seqs = ({ shown, waiting }: CueQueue) => [shown?.seq, waiting.map(({ snapshot }) => snapshot.seq)];
  const pressed = (seconds: number) => ({ atMs: base + seconds * 1_000, heardMs: seconds * 1_000 });
  const showing = (seconds: number): PictureClock => ({ kind: 'known', atMs: base + seconds * 1_000 });

  it('comes in the order of the log, whatever the clock says meanwhile, and in the end the last one stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(aClock, fc.integer({ min: 1, max: 4_000 })), { minLength: 1, maxLength: 30 }),
        (steps) => {
          let queue = withHeard(nothingHeard, shot(0), null);
          let nowMs = 0;
          let last = 0;
          for (const [index, [clock, ms]] of steps.entries()) {
            nowMs += ms;
            queue = withHeard(queue, shot(index + 1), { atMs: base + nowMs, heardMs: nowMs });
            queue = withTime(queue, clock, nowMs);
            expect(queue.shown?.seq).toBeGreaterThanOrEqual(last);
            last = queue.shown?.seq ?? 0;
            const oldest = queue.waiting[0];
            if (oldest !== undefined) expect(nowMs - oldest.heardMs).toBeLessThan(longestWaitMs);
          }
          const end = withTime(queue, showing(-50), nowMs + longestWaitMs);
          expect(seqs(end)).toEqual([steps.length, []]);
        },
      ),
    );
  });

  it('is on the screen when the picture has come to it; a name that is read later goes to where it belongs', () => {
    let queue = withHeard(nothingHeard, shot(4), null);
    queue = withHeard(queue, shot(5), pressed(1));
    queue = withHeard(queue, shot(6), pressed(3));
    queue = withHeard(queue, shot(6, { notice: { zh: '补名', en: '' } }), null);
    expect(seqs(queue)).toEqual([4, [5, 6]]);
    expect(seqs((queue = withTime(queue, showing(0.5), 3_100)))).toEqual([4, [5, 6]]);
    expect(seqs((queue = withTime(queue, showing(1), 3_600)))).toEqual([5, [6]]);
    expect(seqs((queue = withTime(queue, showing(3), 5_600)))).toEqual([6, []]);
    expect(queue.shown?.notice?.zh).toBe('补名');
    queue = withHeard(queue, shot(6, { notice: { zh: '又补', en: '' } }), null);
    expect(queue.shown?.notice?.zh).toBe('又补');
  });

  it('of a cut, a correction, the end, another log or of nobody knows when takes along at once all before it', () => {
    const correction = { seq: 6, at: '2026-12-01T01:00:00Z', reason: { zh: '按错了', en: '' } };
    for (const over of [
      { isCut: true },
      { correction },
      { status: 'ended' as const },
      { epoch: 'b'.repeat(16) },
    ]) {
      let queue = withHeard(withHeard(nothingHeard, shot(4), null), shot(5), pressed(1));
      expect(seqs((queue = withHeard(queue, shot(6, over), pressed(2))))).toEqual([6, []]);
    }
    const waiting = withHeard(withHeard(nothingHeard, shot(4), null), shot(5), pressed(1));
    expect(seqs(withHeard(waiting, shot(9), null))).toEqual([9, []]);
  });
});

describe('the picture of an event', () => {
  const venue = (key: string, streams = 1) => ({
    ...{ key, title: { zh: key, en: key }, place: '' },
    sources: Array.from({ length: streams }, (_, index) => ({
      url: `https://live.example/${key}${index}.m3u8`,
      offsetMs: 0,
    })),
  });
  const at = (key: string | null) => {
    const shot = eventShot({ status: 'live', item: 1 });
    return { ...shot, items: shot.items.map((item) => ({ ...item, venue: key })) };
  };

  it('is the one that the person chose, else the mixed one, else that of the venue on air, else the first there is', () => {
    const venues = [venue('east'), venue('west'), venue('programme'), venue('dark', 0)];
    expect(venuesInPicture({ venues }).map(({ key }) => key)).toEqual(['programme', 'east', 'west']);
    const shown = (item: string | null, chosen: string | null, list = venues) =>
      venueShown({ ...at(item), venues: list }, chosen)?.key;
    expect(shown('west', 'east')).toBe('east');
    expect([shown('west', 'dark'), shown('west', null)]).toEqual(['programme', 'programme']);
    const places = [venue('east'), venue('west'), venue('dark', 0)];
    expect([shown('west', null, places), shown('dark', null, places), shown(null, null, places)]).toEqual([
      'west',
      'east',
      'east',
    ]);
    expect(shown(null, null, [venue('dark', 0)])).toBeUndefined();
  });

  it('is opened by the browser itself on telephones from Apple and in WeChat, and where nothing else can', () => {
    const chrome = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142', maxTouchPoints: 0 };
    const able = { opensHls: true, hasMediaSource: true };
    expect(playsItself({ ...chrome, ...able })).toBe(false);
    expect(playsItself({ ...chrome, ...able, hasMediaSource: false })).toBe(true);
    expect(playsItself({ ...chrome, opensHls: false, hasMediaSource: false })).toBe(false);
    const mac = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605', ...able };
    expect([playsItself({ ...mac, maxTouchPoints: 0 }), playsItself({ ...mac, maxTouchPoints: 5 })]).toEqual([
      false,
      true,
    ]);
    for (const userAgent of ['(iPhone; CPU iPhone OS 18_0)', '(Linux; Android 14) MicroMessenger/8.0.50'])
      expect(playsItself({ userAgent, maxTouchPoints: 5, ...able })).toBe(true);
  });
});
