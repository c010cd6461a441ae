import { beforeAll, expect, it } from 'vitest';
import { canonicalSha256 } from '../api/canonical-json.ts';
import { readEntries } from '../api/events/event-store.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { liveEvent } from './support/live-event.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('the hosts of an event', (open) => {
  let portal: Publishing;
  let one: SignedIn;
  let other: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    [one, other] = [await portal.person('host'), await portal.person('host')];
  });

  async function event() {
    const live = await liveEvent(open(), one);
    const see = async (who = one) => {
      const answer = await portal.send(who, `GET /api/staff/events/${live.slug}`);
      return StaffEvent.parse(await (await portal.expectStatus(answer, 200)).json());
    };
    const press = async (who: SignedIn, verb: string, more = {}) => {
      const { seq: expectedSeq } = await see();
      return portal.send(who, `POST /api/events/${live.slug}/${verb}`, { expectedSeq, ...more });
    };
    const control = (who: SignedIn, body = {}) =>
      portal.send(who, `POST /api/events/${live.slug}/control`, body);
    return { ...live, see, press, control };
  }

  it('end it by two: one asks, another confirms the same state, and the totals are kept with the hash of the log', async () => {
    const { id, first, act, see, press } = await event();
    await act({ type: 'standby', item: first });
    await act({ type: 'take', camera: null });
    const asked = await portal.expectStatus(await press(one, 'end'), 200);
    expect(await asked.json()).toEqual({ seq: 2, isEnded: false });
    // Once more by the same hand is no second key.
    expect(await (await press(one, 'end')).json()).toEqual({ seq: 2, isEnded: false });
    expect((await see(other)).endAsked).toMatchObject({ isMine: false });
    const ended = await portal.expectStatus(await press(other, 'end'), 200);
    expect(await ended.json()).toEqual({ seq: 3, isEnded: true });
    const { status, ending, endAsked, totals } = await see();
    expect([status, endAsked]).toEqual(['ended', null]);
    const entries = await readEntries(open().sql, id, 0);
    expect(ending).toMatchObject({ seq: 3, totals, logSha256: canonicalSha256(entries) });
    expect((await press(one, 'resume')).status).toBe(409);
  });

  it('do not end what has changed since it was asked for', async () => {
    const { first, act, see, press } = await event();
    await act({ type: 'standby', item: first });
    await act({ type: 'take', camera: null });
    await portal.expectStatus(await press(one, 'end'), 200);
    await portal.expectStatus(await press(one, 'notice', { text: { zh: '稍候', en: '' } }), 200);
    expect((await see()).endAsked).toBeNull();
    expect(await (await press(other, 'end')).json()).toMatchObject({ isEnded: false });
    expect((await see()).status).toBe('live');
  });

  it('press from one console at a time: who has control keeps it, and it lapses when the console is silent', async () => {
    const { first, second, see, press, control } = await event();
    // Nobody has it: whoever is a host may.
    await portal.expectStatus(await press(other, 'standby', { item: first }), 200);
    await portal.expectStatus(await control(one), 204);
    expect([(await see(one)).control?.isMine, (await see(other)).control?.isMine]).toEqual([true, false]);
    for (const refused of [await control(other), await press(other, 'standby', { item: second })])
      expect(refused.status).toBe(409);
    await portal.expectStatus(await press(one, 'take'), 200);

    portal.clock.forward(16_000);
    expect((await see(other)).control).toBeNull();
    await portal.expectStatus(await control(other), 204);
    expect((await press(one, 'pause')).status).toBe(409);
    await portal.expectStatus(await control(other, { isReleased: true }), 204);
    await portal.expectStatus(await press(one, 'pause'), 200);
  });

  it('correct a figure by an entry of its own, and show what is still to come to themselves alone', async () => {
    const { slug, first, act, see, press } = await event();
    await act({ type: 'standby', item: first });
    await act({ type: 'take', camera: null });
    const reason = { zh: '按错了', en: '' };
    expect((await press(one, 'amend', { of: 1, reason })).status).toBe(422);
    await portal.expectStatus(await press(one, 'amend', { of: 2, reason }), 200);
    expect((await see()).correction).toMatchObject({ seq: 3, reason });
    const { items, log, begunAt } = await see();
    expect(items.map(({ spentSeconds }) => spentSeconds)).toEqual([expect.any(Number), null]);
    expect(items[0]).toMatchObject({ state: 'live', takenBy: 2 });
    expect(log.map(({ seq, cue, by }) => [seq, cue.type, by !== null])).toEqual([
      [3, 'amend', true],
      [2, 'take', true],
      [1, 'standby', true],
    ]);
    expect(begunAt).toBe(log[1]?.at);
    for (const who of [portal.publisher, portal.reviewer])
      expect((await portal.send(who, `GET /api/staff/events/${slug}`)).status).toBe(403);
  });
});
