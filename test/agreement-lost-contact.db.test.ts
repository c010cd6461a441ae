import { execFileSync } from 'node:child_process';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const authorisation = '授权委托书 2026-11-20 第 3 号';
const unopened = '无法打开cannotbeopened';

onBothDatabases('an agreement of whose signers a contact cannot be opened any more', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  /** As when the key is lost that they were sealed under. */
  async function lose(number: string, position: number) {
    const { sql } = open();
    await sql`alter table agreement_delegation disable trigger user`;
    for (const table of ['agreement_signer', 'agreement_delegation'])
      await sql`
        update ${sql(table)} set sealed = ${Buffer.alloc(40)}
        where position = ${position} and agreement_id = (select id from agreement where number = ${number})`;
    await sql`alter table agreement_delegation enable trigger user`;
  }

  const tend = () => tendAgreements(agreementParts(portal, open()), AbortSignal.timeout(60_000));
  const get = async (number: string, file: string) => {
    const answer = await portal.send(portal.publisher, `GET /api/agreements/${number}/${file}`);
    return new Uint8Array(await (await portal.expectStatus(answer, 200)).arrayBuffer());
  };
  const textOf = (sheet: Uint8Array) =>
    execFileSync('pdftotext', ['-layout', '-', '-'], { input: sheet }).toString('utf8').replace(/\s/g, '');
  const untold = async (number: string) =>
    (await desk.read(number)).events.flatMap(({ kind, position, letter }) =>
      kind === 'undelivered' ? [`${letter} ${position}`] : [],
    );

  async function handOn(number: string) {
    const first = await desk.exchange(await desk.linkTo(desk.company.email));
    await portal.expectStatus(await desk.signing(first, 'POST /api/signing/otp?purpose=delegate'), 200);
    const to = { name: '周岚', email: 'zhou@company.test', phone: '13700000001', reason: '出差' };
    const asked = { ...to, otp: await desk.newestCode() };
    await portal.expectStatus(await desk.signing(first, 'POST /api/signing/delegate', asked), 204);
    const decision = { position: 0, outcome: 'admitted', authorisation };
    const decided = await portal.send(
      portal.publisher,
      `POST /api/agreements/${number}/delegation`,
      decision,
    );
    await portal.expectStatus(decided, 204);
    portal.clock.forward(61_000);
    return to.email;
  }

  it('has its certificate and its package, which say so of that place and all else of it', async () => {
    const number = await desk.sent();
    await portal.expectStatus(await desk.signBy(await handOn(number)), 200);
    await lose(number, 0);
    await portal.expectStatus(await desk.signBy(desk.city.email), 200);
    await tend();
    const { status, revisions } = await desk.read(number);
    expect(status).toBe('completed');
    expect(await untold(number)).toEqual(['agreement.complete 0']);

    const text = textOf(await get(number, 'certificate.pdf'));
    for (const words of [
      // The organisation stands in the text of the agreement, too.
      `乙方${desk.company.organisation}`,
      `签署人signer${unopened}（授权代表authorisedrepresentative）`,
      '密钥已失，无法打开；其余各项照登记',
      'theirkeyislost;theagreementitselfprintsthename',
      '转交记录里的姓名无法打开；经核准由他人办理',
      `依据：${authorisation.replace(/ /g, '')}`,
      `链接Link邮件mail${unopened}`,
      `验证码Code短信SMS${unopened}`,
      '签署人signer陈立（法定代表人legalrepresentative）',
      ...revisions.map(({ sha256 }) => sha256),
    ])
      expect(text).toContain(words.replace(/\s/g, ''));
    expect(text.match(/通读Read读到末尾/g)).toHaveLength(2);
    expect(text).not.toContain('没有办理');

    const files = unzipSync(await get(number, 'evidence.zip'));
    const json = (name: string): unknown => JSON.parse(strFromU8(files[name] ?? new Uint8Array()));
    expect(textOf(files['certificate.pdf'] ?? new Uint8Array())).toBe(text);
    expect(json('authorities.json')).toEqual([
      { signer: 0, authorisation, handedOn: [{ askedAt: expect.any(String) as unknown, authorisation }] },
    ]);
    expect(Object.keys(files).filter((name) => name.startsWith('signatures/')).length).toBeGreaterThan(6);
  }, 60_000);

  it('says in its events which letter that signer did not get: of his turn and of the end', async () => {
    const number = await desk.sent();
    await lose(number, 1);
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
    expect(await untold(number)).toEqual(['agreement.sign 1']);
    const remind = (body: object) =>
      portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, body);
    const refused = await portal.expectStatus(await remind({}), 409);
    expect(await refused.text()).toContain('联系方式无法打开');
    const ended = await portal.send(portal.publisher, `POST /api/agreements/${number}/void`, {
      reason: '联系方式已失',
    });
    await portal.expectStatus(ended, 204);
    expect(await untold(number)).toEqual(['agreement.sign 1', 'agreement.voided 1']);
  });

  it('is ended for who was not asked yet without a word of him', async () => {
    const number = await desk.sent();
    await lose(number, 1);
    const ended = await portal.send(portal.publisher, `POST /api/agreements/${number}/void`, {
      reason: '重新发起',
    });
    await portal.expectStatus(ended, 204);
    expect(await untold(number)).toEqual([]);
  });
});
