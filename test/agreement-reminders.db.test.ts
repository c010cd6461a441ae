import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { keepFile } from '../api/agreements/files.ts';
import { asNamed } from '../api/agreements/named-rules.ts';
import type { AgreementParts } from '../api/agreements/parts.ts';
import { sign } from '../api/agreements/sign.ts';
import { sendOut } from '../api/agreements/staff-acts.ts';
import { signedIn } from './support/accounts.ts';
import { freshSessions, openSigningPortal, type SigningPortal } from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const dayMs = 86_400_000;

onBothDatabases('while those who are asked make up their minds', (open) => {
  let portal: SigningPortal['portal'];
  let desk: SigningPortal['desk'];
  let parts: SigningPortal['parts'];

  beforeAll(async () => {
    ({ portal, desk, parts } = await openSigningPortal(open()));
  });

  /** By somebody of the office whose session is fresh. */
  const post = async (act: string, body: object = {}) => {
    const officer = await signedIn(open(), 'publisher', { at: portal.clock.now() });
    return portal.send(officer, `POST /api/agreements/${act}`, body);
  };
  const tend = () => tendAgreements(parts, AbortSignal.timeout(60_000));
  const reminded = async (number: string) =>
    (await desk.letters())
      .filter(({ cause, body }) => cause === 'agreement.remind' && body.includes(number))
      .map(({ recipient }) => recipient);
  const statesOf = async (number: string) => {
    const signers = await open().sql<{ state: string }[]>`
      select s.state from agreement_signer s join agreement a on a.id = s.agreement_id
      where a.number = ${number} order by s.position`;
    return signers.map(({ state }) => state);
  };
  const idOf = async (number: string) => {
    const [row] = await open().sql<
      { id: number }[]
    >`select id::int as id from agreement where number = ${number}`;
    return row?.id ?? 0;
  };

  it('a signature that never comes keeps its signer from nothing: he is reminded at once, and is asked again by itself', async () => {
    const number = await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const { otp, baseSha256, ...signature } = await desk.signature(cookie);
    let begin = (): void => undefined;
    let die = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const dying: AgreementParts['papers'] = {
      ...parts.papers,
      sign: () => {
        begin();
        return new Promise((_, reject) => (die = () => reject(new Error('too late'))));
      },
    };
    const signing = sign(
      { ...parts, papers: dying },
      {
        agreementId: await idOf(number),
        position: 0,
        signature: {
          ...signature,
          baseSha256: baseSha256 ?? '',
          consent: { ...signature.consent, accepted: true },
        },
        picture: null,
        proof: { kind: 'code', otp },
      },
    );
    await begun;
    expect(await statesOf(number)).toEqual(['signing', 'waiting']);
    // While it may still come, nobody is hurried.
    expect((await post(`${number}/remind`)).status).toBe(409);
    portal.clock.forward(61_000);
    await portal.expectStatus(await post(`${number}/remind`), 204);
    expect(await reminded(number)).toEqual([desk.company.email]);
    await tend();
    await tend();
    expect(await statesOf(number)).toEqual(['viewed', 'waiting']);
    const { events } = await desk.read(number);
    expect(events.filter(({ kind }) => kind === 'discard')).toHaveLength(1);
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
    die();
    await expect(signing).rejects.toMatchObject({ code: 'busy' });
    expect(await statesOf(number)).toEqual(['signed', 'active']);
  }, 60_000);

  it('a reminder goes to those whose word is waited for, and to nobody who signed, waits or only reads', async () => {
    const beside = (role: string, group: number) => ({
      ...desk.city,
      role,
      name: '旁人',
      email: `${role}@watch.test`,
      group,
    });
    const number = await desk.sent({
      parties: [desk.company, desk.city, beside('witness', 1), beside('viewer', 1), beside('approver', 2)],
    });
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
    expect(await statesOf(number)).toEqual(['signed', 'active', 'active', 'active', 'waiting']);
    await portal.expectStatus(await post(`${number}/remind`), 204);
    expect((await reminded(number)).sort()).toEqual([desk.city.email, 'witness@watch.test']);
    expect((await post(`${number}/remind`, { position: 3 })).status).toBe(409);
  }, 60_000);

  it('a reminder says why where the office gives a reason: in the letter, to the office and in the log, and to no other side', async () => {
    const number = await desk.sent();
    const reason = '招拍挂公告定于下周一，请在周五前办理';
    expect((await post(`${number}/remind`, { reason: '甲'.repeat(501) })).status).toBe(422);
    expect((await post(`${number}/remind`, { reason: ' ' })).status).toBe(422);
    await portal.expectStatus(await post(`${number}/remind`, { position: 0, reason }), 204);
    const [letter] = (await desk.letters()).filter(
      ({ cause, body }) => cause === 'agreement.remind' && body.includes(number),
    );
    expect(letter?.body).toContain(`招商人员附言：${reason}`);
    const { events } = await desk.read(number);
    expect(events.findLast(({ kind }) => kind === 'remind')).toMatchObject({ reason });
    expect(events.filter(({ kind }) => kind !== 'remind').map((event) => event.reason)).not.toContain(reason);
    const [entry] = await open().sql<{ details: object }[]>`
      select details from audit_entry where subject = ${`agreement:${number}`} and action = 'agreement.remind'`;
    expect(entry?.details).toMatchObject({ signers: [0], reason });
    const named = asNamed(await desk.read(number), [0]);
    expect(JSON.stringify(named)).not.toContain(reason);
  }, 60_000);

  it('past the deadline nobody is reminded and nothing is put off, whether the portal looked yet or not', async () => {
    const number = await desk.sent();
    portal.clock.forward(31 * dayMs);
    const deadline = new Date(portal.clock.now().getTime() + dayMs).toISOString();
    const acts = async () => [
      (await post(`${number}/remind`)).status,
      (await post(`${number}/extend`, { deadline })).status,
    ];
    const answer = await post(`${number}/extend`, { deadline });
    expect(await answer.json()).toMatchObject({ detail: '已过签署截止时间。' });
    expect(await acts()).toEqual([409, 409]);
    await tend();
    expect(await acts()).toEqual([409, 409]);
    expect(await statesOf(number)).toEqual(['expired', 'expired']);
  }, 60_000);

  it('what is sent is what was looked at: a draft changed in the moment between is not', async () => {
    await freshSessions(portal, open());
    const { number } = await desk.prepare();
    const base = await keepFile(parts.blobs, new TextEncoder().encode('as it was drawn of the first draft'));
    const body = {
      parties: [desk.company, { ...desk.city, group: 2 }],
      terms: { validity: { amount: 9, unit: 'month' } },
    };
    await portal.expectStatus(
      await portal.send(portal.publisher, `PATCH /api/agreements/${number} "1"`, body),
      204,
    );
    await desk.pass(number);
    const id = await idOf(number);
    const actor = { accountId: portal.publisher.accountId, role: 'publisher' } as const;
    const sending = open().transaction((tx) => sendOut(tx, parts, { id, actor, base, version: 1 }));
    await expect(sending).rejects.toMatchObject({
      code: 'conflict',
      detail: '草稿刚有改动，请核对后再发出。',
    });
    expect(await desk.read(number)).toMatchObject({ status: 'draft', revisions: [] });
  });
});
