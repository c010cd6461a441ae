import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import type { AgreementParts } from '../api/agreements/parts.ts';
import { sign } from '../api/agreements/sign.ts';
import { daysBetween } from '../api/calendar/rules.ts';
import { readParcel } from '../api/parcels/records.ts';
import { asked as enquiry, asking } from './support/enquiries.ts';
import { parcelDraft, square } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import {
  freshSessions,
  frameworkOf,
  listed,
  openSigningPortal,
  publishAtOnce,
  unsold,
  type SigningPortal,
} from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const dayMs = 86_400_000;

onBothDatabases('a parcel that is held (招商协调)', (open) => {
  let portal: SigningPortal['portal'];
  let desk: SigningPortal['desk'];
  let parts: SigningPortal['parts'];

  beforeAll(async () => {
    ({ portal, desk, parts } = await openSigningPortal(open()));
    // Nothing that is said of them ends in the meantime.
    const plots = ['T-1', 'T-2', 'T-3', 'T-4', 'T-5'].map((code, index) =>
      parcelDraft(code, { geometry: square(119.3 + index / 100, 28.6) }),
    );
    await publishAtOnce(portal, open(), [
      ...plots,
      parcelDraft('U-1', { geometry: square(119.3, 28.65), fields: listed, events: [unsold] }),
      parcelDraft('U-2', { geometry: square(119.32, 28.65), fields: listed }),
    ]);
  });

  const rivalCompany = {
    name: '王立新',
    organisation: '绍兴某机械有限公司',
    email: 'wang@rival.test',
    phone: '13900008817',
  };
  const inDays = (days: number) => new Date(portal.clock.now().getTime() + days * dayMs).toISOString();
  async function exclusive(code: string, over: object = {}) {
    return { ...(await frameworkOf(desk, [code])), deadline: inDays(300), ...over };
  }
  /** Another company's, with everything done but the sending. */
  async function rivalFor(code: string): Promise<string> {
    const company = { ...desk.company, ...rivalCompany };
    const { id } = await desk.project({
      company: company.organisation,
      creditCode: '914403001922038216',
      fixedInvestment: 1_000_000_000,
    });
    const asked = await exclusive(code, { projectId: id, parties: [company, { ...desk.city, group: 2 }] });
    const { number } = await desk.prepare(asked);
    await desk.pass(number, company.email);
    return number;
  }
  const send = async (number: string) =>
    (await portal.send(portal.publisher, `POST /api/agreements/${number}/send`)).status;
  const tend = (over: Partial<AgreementParts> = {}) =>
    tendAgreements({ ...parts, ...over }, AbortSignal.timeout(60_000));
  const withoutTimestamps = () => ({
    papers: { ...parts.papers, archive: () => Promise.reject(new Error('the timestamp authority is out')) },
  });
  const holdsOf = (code: string) =>
    open().sql<{ number: string; cause: string | null; endsAt: Date }[]>`
      select a.number, h.release_cause as cause, h.ends_at as "endsAt"
      from parcel_hold h join parcel p on p.id = h.parcel_id join agreement a on a.id = h.agreement_id
      where p.code = ${code} order by h.id limit 10`;
  const signedBy = async (...emails: string[]) => {
    for (const email of emails) {
      portal.clock.forward(61_000);
      await portal.expectStatus(await desk.signBy(email), 200);
    }
  };

  it('is held as long as the text says, which is never longer than it can be kept', async () => {
    const asked = (amount: number, unit: string) =>
      exclusive('T-5', { terms: { holdTerm: { amount, unit } } });
    for (const [amount, unit] of [
      [181, 'day'],
      [6, 'month'],
      [1, 'year'],
      [20, 'working-day'],
    ] as const) {
      const answer = await portal.send(portal.publisher, 'POST /api/agreements', {
        ...(await asked(amount, unit)),
        parties: [desk.company, { ...desk.city, group: 2 }],
      });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ errors: [{ path: 'terms.holdTerm' }] });
    }
    const { number } = await desk.prepare(await asked(30, 'day'));
    await desk.pass(number);
    const ofThis = open().sql`number = ${number}`;
    // As a draft said it that was written before this was asked.
    await open()
      .sql`update agreement set asked = jsonb_set(asked, '{terms,holdTerm,amount}', '300') where ${ofThis}`;
    const refused = await portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    expect(await refused.json()).toMatchObject({
      status: 409,
      detail: 'T-5 的招商协调期限写得过长，最长 180 日。请修改草稿。',
    });
    await open()
      .sql`update agreement set asked = jsonb_set(asked, '{terms,holdTerm,amount}', '30') where ${ofThis}`;
    expect(await send(number)).toBe(204);
    const { sentAt, parcels } = await desk.read(number);
    expect(daysBetween(sentAt?.slice(0, 10) ?? '', parcels[0]?.heldUntil?.slice(0, 10) ?? '')).toBe(30);
  }, 60_000);

  it('is as public as before, and asked about as before; who holds it stands in no public answer', async () => {
    const [hold] = await holdsOf('T-5');
    if (hold === undefined) throw new Error('it is held');
    const shows = { ...portal.city, pack: { ...portal.city.pack, showHolds: true } };
    const telling = await testPortal(open(), shows, { now: portal.clock.now });
    const { sentAt } = await desk.read(hold.number);
    for (const [app, holds] of [
      [portal.app, null],
      [telling, { since: sentAt }],
    ] as const) {
      const said = async (path: string) => {
        const text = await (await portal.expectStatus(await app.request(path), 200)).text();
        for (const word of [hold.number, desk.company.organisation, desk.company.name, '电驱动总成'])
          expect(text).not.toContain(word);
        return JSON.parse(text) as unknown;
      };
      expect(await said('/api/parcels/T-5')).toMatchObject({ code: 'T-5', status: 'planned', holds });
      expect(await said('/api/parcels?q=T-5')).toMatchObject({ total: 1, items: [{ code: 'T-5' }] });
      expect(await said('/api/parcels/T-5.geojson')).toMatchObject({ type: 'Feature' });
      expect(await said('/api/parcels.geojson?q=T-5')).toMatchObject({ numberMatched: 1 });
      const { number } = await asking({ app }).ask({ ...enquiry, parcelCodes: ['T-5'] });
      expect(number).not.toBe('');
    }
  });

  it('is shown so also after an auction that sold it to nobody, and not while its notice runs', async () => {
    const seen = async (code: string) => {
      const city = { ...portal.city, pack: { ...portal.city.pack, showHolds: true } };
      return (await readParcel(open().sql, code, { city, at: portal.clock.now() })).holds;
    };
    expect(await seen('U-1')).toBeNull();
    const number = await desk.sent(await exclusive('U-1'));
    expect(await seen('U-1')).toEqual({ since: (await desk.read(number)).sentAt });
    await open().sql`
      insert into parcel_hold (parcel_id, held_from, reason)
      select id, ${portal.clock.now()}, '试' from parcel where code = 'U-2'`;
    expect(await seen('U-2')).toBeNull();
  });

  it('is let go with its term, and no approver or witness who comes late makes the agreement whole: the next has it', async () => {
    const late = (['approver', 'witness'] as const).map((role) => ({
      ...desk.city,
      role,
      name: '何志远',
      email: `${role}@city.test`,
      group: 3,
    }));
    const number = await desk.sent(
      await exclusive('T-1', { parties: [desk.company, { ...desk.city, group: 2 }, ...late] }),
    );
    await signedBy(desk.company.email, desk.city.email);
    const rival = await rivalFor('T-1');
    expect(await send(rival)).toBe(409);
    portal.clock.forward(181 * dayMs);
    await freshSessions(portal, open());
    expect(await send(rival)).toBe(204);
    for (const { email } of late) {
      const cookie = await desk.exchange(await desk.linkTo(email));
      const { baseSha256 } = await desk.page(cookie);
      const said = { otp: await desk.code(cookie), baseSha256 };
      const answer = await desk.signing(cookie, 'POST /api/signing/approve', said);
      expect(answer.status).toBe(409);
      expect(await answer.json()).toMatchObject({
        detail: expect.stringContaining('T-1 的招商协调期已结束') as unknown,
      });
    }
    await tend();
    expect((await desk.read(number)).status).toBe('in-progress');
    expect((await holdsOf('T-1')).map((hold) => [hold.number, hold.cause])).toEqual([
      [number, 'term'],
      [rival, null],
    ]);
  }, 60_000);

  it('is not lost to a signature that was begun within its term and made after it', async () => {
    await freshSessions(portal, open());
    const number = await desk.sent(await exclusive('T-2'));
    const [hold] = await holdsOf('T-2');
    const left = (hold?.endsAt.getTime() ?? 0) - portal.clock.now().getTime();
    portal.clock.forward(left - 30_000);
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const { otp, baseSha256, ...signature } = await desk.signature(cookie);
    const [row] = await open().sql<{ agreementId: number }[]>`
      select id::int as "agreementId" from agreement where number = ${number}`;
    const slow: AgreementParts['papers'] = {
      ...parts.papers,
      sign: async (...paper) => {
        const signed = await parts.papers.sign(...paper);
        portal.clock.forward(40_000);
        return signed;
      },
    };
    const asked = {
      agreementId: row?.agreementId ?? 0,
      position: 0,
      signature: {
        ...signature,
        baseSha256: baseSha256 ?? '',
        consent: { ...signature.consent, accepted: true as const },
      },
      picture: null,
      proof: { kind: 'code', otp } as const,
    };
    await expect(sign({ ...parts, papers: slow }, asked)).rejects.toMatchObject({ code: 'conflict' });
    await freshSessions(portal, open());
    expect((await desk.read(number)).revisions.map(({ kind }) => kind)).toEqual(['base']);
  }, 60_000);

  it('stays held past its term where all have signed, until the seal can be had', async () => {
    await freshSessions(portal, open());
    const number = await desk.sent(await exclusive('T-3'));
    const rival = await rivalFor('T-3');
    await signedBy(desk.company.email, desk.city.email);
    await tend(withoutTimestamps());
    portal.clock.forward(181 * dayMs);
    await freshSessions(portal, open());
    await tend(withoutTimestamps());
    expect((await desk.read(number)).status).toBe('seal-failed');
    expect(await send(rival)).toBe(409);
    // Whatever a program does.
    await open().sql`
      update parcel_hold set released_at = ends_at, release_cause = 'term'
      where agreement_id = (select id from agreement where number = ${number})`;
    expect((await holdsOf('T-3')).map(({ cause }) => cause)).toEqual([null]);
    portal.clock.forward(dayMs);
    await freshSessions(portal, open());
    await tend();
    expect((await desk.read(number)).status).toBe('completed');
    expect((await holdsOf('T-3')).map(({ cause }) => cause)).toEqual(['term']);
    expect(await send(rival)).toBe(204);
  }, 60_000);

  it('is let go by no program between the last signature and the seal', async () => {
    await freshSessions(portal, open());
    const late = { ...desk.city, role: 'approver', name: '何志远', email: 'last@city.test', group: 3 };
    const number = await desk.sent(
      await exclusive('T-4', { parties: [desk.company, { ...desk.city, group: 2 }, late] }),
    );
    await signedBy(desk.company.email, desk.city.email);
    const { sql } = open();
    const ofThis = sql`(select id from agreement where number = ${number})`;
    await sql`update parcel_hold set released_at = ends_at, release_cause = 'term' where agreement_id = ${ofThis}`;
    await sql`update agreement_signer set state = 'approved' where agreement_id = ${ofThis} and position = 2`;
    await expect(sql`update agreement set state = 'sealing' where number = ${number}`).rejects.toMatchObject({
      constraint_name: 'agreement_held',
    });
  }, 60_000);
});
