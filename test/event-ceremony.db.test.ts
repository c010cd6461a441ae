import { beforeAll, describe, expect, it } from 'vitest';
import { Signing } from '../api/agreements/signing-schema.ts';
import { SigningBatch } from '../api/agreements/batch-schema.ts';
import { tendAgreements } from '../api/agreements/errand.ts';
import { agreedConsents } from '../api/agreements/evidence-consents.ts';
import type { EventRow } from '../api/agreements/event-store.ts';
import type { AgreementParts } from '../api/agreements/parts.ts';
import { Snapshot } from '../api/events/event-schema.ts';
import { createSealingLook } from '../api/events/signing-entries.ts';
import { CeremonyHands } from '../api/events/signing-schema.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = { zh: '云签约', en: 'Cloud signing' };
const agreed = { publishName: true, publishAmount: true };
const written = [
  [
    { x: 0.1, y: 0.2 },
    { x: 0.5, y: 0.7 },
    { x: 0.9, y: 0.3 },
  ],
];
const agreeing = (event: string) => ({ textVersion: 'handwriting-1', accepted: true, event });

onBothDatabases('handwriting that is shown at an event', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let parts: AgreementParts;
  let host: SignedIn;
  let other: SignedIn;
  const { signal } = new AbortController();

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    parts = agreementParts(portal, open());
    [host, other] = [await portal.person('host'), await portal.person('host')];
  });

  let made = 0;
  /** An announced event with one signing on stage, of this agreement. */
  async function stage(number: string, ceremony = 'on-stage') {
    const slug = `ceremony-${(made += 1)}`;
    const items = [{ kind: 'project-signing', title, plannedSeconds: 90 }];
    const event = { slug, title, startsAt: '2026-12-01T09:00:00+08:00', isAnnounced: true, items };
    await portal.expectStatus(await portal.send(host, 'POST /api/events', event), 201);
    const see = async () => {
      const answer = await portal.send(host, `GET /api/staff/events/${slug}`);
      return StaffEvent.parse(await (await portal.expectStatus(answer, 200)).json());
    };
    const item = (await see()).items[0]?.id ?? 0;
    const [project] = await open().sql<{ number: string }[]>`
      select p.number from agreement a join project p on p.id = a.project_id where a.number = ${number}`;
    const tied = { project: project?.number, agreement: number, ceremony, talents: 0 };
    await portal.expectStatus(
      await portal.send(host, `PUT /api/events/${slug}/items/${item}/signing`, tied),
      204,
    );
    const press = async (verb: string, more: object = {}, who = host) => {
      const { seq: expectedSeq } = await see();
      const answer = await portal.send(who, `POST /api/events/${slug}/${verb}`, { expectedSeq, ...more });
      await portal.expectStatus(answer, 200);
    };
    const hands = async () => {
      const answer = await portal.app.request(`/api/events/${slug}/items/${item}/ceremony`);
      return CeremonyHands.parse(await (await portal.expectStatus(answer, 200)).json()).hands;
    };
    const told = async () => {
      const answer = await portal.app.request(`/api/events/${slug}/snapshot`);
      return Snapshot.parse(await (await portal.expectStatus(answer, 200)).json()).stage[0]?.hands;
    };
    const show = async () => {
      await press('standby', { item });
      await press('take');
    };
    return { slug, item, see, press, show, hands, told };
  }

  /** The company's newest link to an agreement. */
  async function tokenOf(number: string): Promise<string> {
    const letter = (await desk.letters()).findLast(
      ({ recipient, body }) =>
        recipient === desk.company.email && body.includes(number) && body.includes('#t='),
    );
    return /\/sign#t=([\w-]+)/.exec(letter?.body ?? '')?.[1] ?? '';
  }

  const cookieOf = async (email: string) => desk.exchange(await desk.linkTo(email));
  const asked = async (cookie: string) =>
    Signing.parse(await (await desk.signing(cookie, 'GET /api/signing')).json()).handwriting;

  async function sign(email: string, more: object = {}): Promise<string> {
    const cookie = await cookieOf(email);
    const body = await desk.signature(cookie, { strokes: written, ...more });
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/sign', body), 200);
    return cookie;
  }

  async function sealAndLook(): Promise<void> {
    await tendAgreements(parts, signal);
    await createSealingLook({ database: open(), now: portal.clock.now })(signal);
  }

  const keptOf = async (number: string) =>
    await open().sql`
      select from agreement_handwriting h join agreement a on a.id = h.agreement_id where a.number = ${number}`;

  describe('is asked for', () => {
    it('only of what has its place at an event that is to come, whose parties agreed to their names', async () => {
      const [plain, secret, later, over] = [
        await desk.sent(agreed),
        await desk.sent({ publishAmount: true }),
        await desk.sent(agreed),
        await desk.sent(agreed),
      ];
      const cookies = new Map<string, string>();
      for (const number of [plain, secret, later, over]) {
        cookies.set(number, await desk.exchange(await tokenOf(number)));
      }
      const of = async (number: string) => (await asked(cookies.get(number) ?? '')) !== null;
      expect(await of(plain)).toBe(false);
      await stage(plain);
      await stage(secret);
      await stage(later, 'after');
      const ended = await stage(over);
      await ended.show();
      expect([await of(plain), await of(secret), await of(later), await of(over)]).toEqual([
        true,
        false,
        false,
        true,
      ]);
      await ended.press('end');
      await ended.press('end', {}, other);
      expect((await ended.see()).status).toBe('ended');
      expect(await of(over)).toBe(false);
    });

    it('in words that say that it is no signature, is voluntary and can be taken back', async () => {
      const number = await desk.sent(agreed);
      const { slug } = await stage(number);
      const consent = await asked(await cookieOf(desk.company.email));
      expect(consent).toMatchObject({ textVersion: 'handwriting-1', isGiven: false, event: { slug, title } });
      for (const words of [
        `编号为 ${slug} 的云招商活动`,
        '不超过一年',
        '不是电子签名',
        '不同意不影响签署',
        '随时在本页撤回',
      ])
        expect(consent?.text).toContain(words);
      expect(consent?.inEnglish).toContain('take it back');
    });
  });

  it('is shown of who agreed and of nobody else, and not before the seal is told on stage', async () => {
    const number = await desk.sent(agreed);
    const { slug, show, hands, told } = await stage(number);
    const handwriting = agreeing(slug);
    await show();
    const cookie = await sign(desk.company.email, { handwriting });
    await sign(desk.city.email);
    expect([await hands(), await told()]).toEqual([[], 0]);
    await tendAgreements(parts, signal);
    expect((await desk.read(number)).status).toBe('completed');
    // Sealed, and not told yet.
    expect(await hands()).toEqual([]);
    await sealAndLook();
    expect([await hands(), await told()]).toEqual([[{ party: 'company', strokes: written }], 1]);
    expect((await asked(cookie))?.isGiven).toBe(true);
    const events = await open().sql<{ details: string }[]>`
      select e.details from agreement_event e join agreement a on a.id = e.agreement_id
      where a.number = ${number} and e.kind = 'sign' order by e.seq`;
    expect(events.map(({ details }) => details.includes('"handwriting":"handwriting-1"'))).toEqual([
      true,
      false,
    ]);
    const rows = await open().sql<EventRow[]>`
      select e.kind, e.position, e.details from agreement_event e join agreement a on a.id = e.agreement_id
      where a.number = ${number} order by e.seq`;
    const { consents } = await agreedConsents(open().sql, 0, rows);
    expect(consents.map(({ version }) => version)).toEqual(['handwriting-1', 'signing-1', 'signing-1']);
  });

  it('is gone for good when who agreed takes it back, and what was signed stays signed', async () => {
    const number = await desk.sent(agreed);
    const { slug, show, hands, told } = await stage(number);
    const handwriting = agreeing(slug);
    await show();
    const cookie = await sign(desk.company.email, { handwriting });
    await sign(desk.city.email, { handwriting });
    await sealAndLook();
    expect((await hands()).map(({ party }) => party)).toEqual(['company', 'government']);
    for (const cookieAgain of [cookie, cookie])
      await portal.expectStatus(await desk.signing(cookieAgain, 'DELETE /api/signing/handwriting'), 204);
    expect([(await hands()).map(({ party }) => party), await told()]).toEqual([['government'], 1]);
    expect(await keptOf(number)).toHaveLength(1);
    const { status, events } = await desk.read(number);
    expect(status).toBe('completed');
    expect(events.filter(({ kind }) => kind === 'hide-handwriting')).toHaveLength(1);
    expect((await desk.signing(null, 'DELETE /api/signing/handwriting')).status).toBe(401);
  });

  it('is not kept where it is not asked for, nor in print, and goes with what is not concluded', async () => {
    const unasked = await desk.sent(agreed);
    await sign(desk.company.email, { handwriting: agreeing('ceremony-1') });
    expect(await keptOf(unasked)).toHaveLength(0);

    const printed = await desk.sent(agreed);
    const { slug } = await stage(printed);
    const handwriting = agreeing(slug);
    await sign(desk.company.email, { strokes: [], typedName: desk.company.name, handwriting });
    expect(await keptOf(printed)).toHaveLength(0);

    const voided = await desk.sent(agreed);
    await sign(desk.company.email, { handwriting: agreeing((await stage(voided)).slug) });
    expect(await keptOf(voided)).toHaveLength(1);
    const act = { reason: '项目调整' };
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${voided}/void`, act),
      204,
    );
    expect(await keptOf(voided)).toHaveLength(0);
  });

  it('is shown at the event that it was agreed to for, and at no other', async () => {
    const number = await desk.sent(agreed);
    const first = await stage(number);
    await first.show();
    // The event that he read of is another than the one that asks.
    await sign(desk.company.email, { handwriting: agreeing('ceremony-1') });
    await sign(desk.city.email, { handwriting: agreeing(first.slug) });
    await sealAndLook();
    expect((await first.hands()).map(({ party }) => party)).toEqual(['government']);
    await first.press('end');
    await first.press('end', {}, other);
    const second = await stage(number, 'before');
    await second.show();
    await sealAndLook();
    expect([await second.hands(), await second.told()]).toEqual([[], 0]);
    expect(await first.hands()).toHaveLength(1);
  });

  it('under other words than those that stand now signs nothing', async () => {
    const number = await desk.sent(agreed);
    const { slug } = await stage(number);
    const cookie = await cookieOf(desk.company.email);
    const body = await desk.signature(cookie, {
      handwriting: { ...agreeing(slug), textVersion: 'handwriting-0' },
    });
    const answer = await desk.signing(cookie, 'POST /api/signing/sign', body);
    await portal.expectStatus(answer, 409);
    expect((await desk.read(number)).status).toBe('sent');
  });

  it('is asked of a set as of one, and kept of those of it that have their place at an event', async () => {
    const [shown, plain] = [await desk.sent(agreed), await desk.sent(agreed)];
    const handwriting = agreeing((await stage(shown)).slug);
    let cookie: string | null = null;
    for (const number of [shown, plain]) cookie = await desk.exchange(await tokenOf(number), cookie);
    const batch = SigningBatch.parse(await (await desk.signing(cookie, 'GET /api/signing/batch')).json());
    expect(batch.handwriting).toMatchObject({ isGiven: false });
    for (const item of batch.items) await desk.reads(cookie, item);
    const items = batch.items
      .filter(({ number }) => [shown, plain].includes(number))
      .map(({ number, baseSha256, headSha256 }) => ({ number, baseSha256, headSha256 }));
    const code = await desk.signing(cookie, 'POST /api/signing/batch/otp', { items });
    await portal.expectStatus(code, 200);
    const consent = { textVersion: 'signing-batch-1', accepted: true };
    const body = { items, otp: await desk.newestCode(), strokes: written, consent, handwriting };
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/batch/sign', body), 200);
    expect([await keptOf(shown), await keptOf(plain)].map(({ length }) => length)).toEqual([1, 0]);
  });

  it('goes by itself after a year, while the link still lives by which it can be taken back', async () => {
    const number = await desk.sent(agreed);
    const { slug, show, hands, told } = await stage(number);
    await show();
    for (const { email } of [desk.company, desk.city]) await sign(email, { handwriting: agreeing(slug) });
    await sealAndLook();
    const token = await desk.linkTo(desk.company.email);
    portal.clock.forward(364 * 86_400_000);
    await tendAgreements(parts, signal);
    expect(await hands()).toHaveLength(2);
    const cookie = await desk.exchange(token);
    await portal.expectStatus(await desk.signing(cookie, 'DELETE /api/signing/handwriting'), 204);
    expect((await hands()).map(({ party }) => party)).toEqual(['government']);
    portal.clock.forward(2 * 86_400_000);
    await tendAgreements(parts, signal);
    expect([await hands(), await told(), await keptOf(number)]).toEqual([[], 0, []]);
  });
});
