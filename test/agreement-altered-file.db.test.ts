import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { contentSha256 } from '../api/agreements/fingerprints.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { textLayer, writtenIn } from './support/paper-text.ts';
import { testBlobs } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('a file that somebody changed where it is stored', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let number: string;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    number = await desk.sent();
  });

  /** Flips one bit in the newest file of the agreement; gives what puts it right again. */
  async function alter(): Promise<() => Promise<void>> {
    const [head] = await open().sql<{ blob: string }[]>`
      select blob from agreement_revision
      where agreement_id = (select id from agreement where number = ${number})
      order by number desc limit 1`;
    if (head === undefined) throw new Error('what was sent has a file');
    const file = await testBlobs.open(head.blob);
    const written = await file.readFile().finally(() => file.close());
    const altered = Buffer.from(written);
    altered[100] = (altered[100] ?? 0) ^ 1;
    await testBlobs.write(head.blob, altered);
    return () => testBlobs.write(head.blob, written);
  }

  const kinds = async () => (await desk.read(number)).revisions.map(({ kind }) => kind);
  const download = async () =>
    (await portal.send(portal.publisher, `GET /api/agreements/${number}/pdf`)).status;

  it('is signed by nobody, and goes to no signer, until it is what was written', async () => {
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const body = await desk.signature(cookie);
    const mend = await alter();
    expect((await desk.signing(cookie, 'GET /api/signing/pdf')).status).toBe(500);
    const refused = await desk.signing(cookie, 'POST /api/signing/sign', body);
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('签名没有做成')]);
    expect(await kinds()).toEqual(['base']);
    await mend();
    portal.clock.forward(61_000);
    const again = await desk.signing(cookie, 'POST /api/signing/sign', await desk.signature(cookie));
    await portal.expectStatus(again, 200);
  });

  it('is not sealed, and says so; sealed and changed, it goes to nobody and its verification tells it', async () => {
    await portal.expectStatus(await desk.signBy(desk.city.email), 200);
    const mend = await alter();
    const tend = () => tendAgreements(agreementParts(portal, open()), AbortSignal.timeout(60_000));
    await tend();
    expect((await desk.read(number)).status).toBe('seal-failed');
    expect(await kinds()).toEqual(['base', 'signature', 'signature']);
    await mend();
    portal.clock.forward(61_000);
    await tend();
    const { status, verifyCode } = await desk.read(number);
    expect([status, await download()]).toEqual(['completed', 200]);

    const integrity = async () => {
      const answer = await portal.app.request(`/api/verify/${number}?code=${verifyCode}`);
      const { findings } = await desk.json<{ findings: { integrity: { reason: string } } }>(answer);
      return findings.integrity.reason;
    };
    expect(await integrity()).toBe('identical');
    await alter();
    expect([await integrity(), await download()]).toEqual(['stored-differs', 500]);
  }, 60_000);
});

onBothDatabases('the text that is read on the page', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  /** Past the portal. */
  async function put(number: string, path: string[], value: string): Promise<void> {
    const { sql } = open();
    await sql`alter table agreement disable trigger user`;
    await sql`
      update agreement set content = jsonb_set(content, ${path}::text[], ${JSON.stringify(value)}::text::jsonb)
      where number = ${number}`;
    await sql`alter table agreement enable trigger user`;
  }

  /** Another word for one of the first clause; gives what puts it right again. */
  async function reword(number: string): Promise<() => Promise<void>> {
    const { sql } = open();
    const write = (heading: string) => put(number, ['clauses', '0', 'heading'], heading);
    const [row] = await sql<{ heading: string }[]>`
      select content->'clauses'->0->>'heading' as heading from agreement where number = ${number}`;
    if (row === undefined) throw new Error('it has a clause');
    await write(`${row.heading}甲`);
    return () => write(row.heading);
  }

  const kinds = async (number: string) => (await desk.read(number)).revisions.map(({ kind }) => kind);

  it('is shown to the office with the word that it was altered, until it is what was written again', async () => {
    const { number } = await desk.prepare();
    const isWhole = async () => [
      (await desk.read(number)).isTextWhole,
      (await desk.read(number, portal.reviewer)).isTextWhole,
    ];
    expect(await isWhole()).toEqual([true, true]);
    const restore = await reword(number);
    expect(await isWhole()).toEqual([false, false]);
    await restore();
    expect(await isWhole()).toEqual([true, true]);
  });

  it('is what the paper says, word by word, and both are known by its digest', async () => {
    await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const { text, contentSha256: shown, baseSha256 } = await desk.page(cookie);
    const answer = await portal.expectStatus(await desk.signing(cookie, 'GET /api/signing/pdf'), 200);
    const paper = new Uint8Array(await answer.arrayBuffer());
    expect(createHash('sha256').update(paper).digest('hex')).toBe(baseSha256);
    const layer = textLayer(paper);
    expect(writtenIn(text).filter((words) => !layer.includes(words))).toEqual([]);
    expect(shown).toBe(contentSha256(text));
    expect((await PDFDocument.load(paper, { updateMetadata: false })).getSubject()).toBe(`SHA-256 ${shown}`);
    expect(layer).toContain(`文本摘要${shown.slice(0, 8)}…${shown.slice(-8)}`);
  });

  it('is read and signed by nobody when a word of it is another, and its verification names it', async () => {
    const number = await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const signature = await desk.signature(cookie);
    const { verifyCode } = await desk.read(number);
    const mend = await reword(number);
    expect((await desk.signing(cookie, 'GET /api/signing')).status).toBe(500);
    expect((await desk.signing(cookie, 'POST /api/signing/sign', signature)).status).toBe(500);
    expect(await kinds(number)).toEqual(['base']);
    const told = await portal.app.request(`/api/verify/${number}?code=${verifyCode}`);
    const { binding } = await desk.json<{ binding: { part: string; matches: boolean }[] }>(told);
    expect(binding.map(({ part, matches }) => [part, matches])).toEqual([['content', false]]);
    await mend();
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/sign', signature), 200);
  });

  it('is not sent when a word of it is another than both sides confirmed', async () => {
    const { number } = await desk.prepare();
    await desk.pass(number);
    const mend = await reword(number);
    const send = async () =>
      (await portal.send(portal.publisher, `POST /api/agreements/${number}/send`)).status;
    expect([await send(), await kinds(number)]).toEqual([500, []]);
    await mend();
    expect([await send(), await kinds(number)]).toEqual([204, ['base']]);
  });

  const tend = (over: object = {}) =>
    tendAgreements({ ...agreementParts(portal, open()), ...over }, AbortSignal.timeout(60_000));
  const get = (path: string) => portal.send(portal.publisher, `GET /api/agreements${path}`);
  const post = async (path: string, body: object, who = portal.publisher) =>
    (await portal.send(who, `POST /api/agreements/${path}`, body)).status;

  async function signedByAll(): Promise<string> {
    const number = await desk.sent();
    for (const { email } of [desk.company, desk.city])
      await portal.expectStatus(await desk.signBy(email), 200);
    return number;
  }

  it('passes no gate and is confirmed and shared by nobody when a word of it is another', async () => {
    const { number } = await desk.prepare();
    const { draftSha256 } = await desk.read(number);
    const mend = await reword(number);
    const gate = { gate: 'legality', outcome: 'passed' };
    const all = async () => [
      await post(`${number}/review`, gate, portal.reviewer),
      await post(`${number}/confirm`, { draftSha256 }),
      await post(`${number}/share`, {}),
    ];
    expect(await all()).toEqual([500, 500, 500]);
    const { gates, confirmations } = await desk.read(number);
    expect([gates[0]?.outcome, confirmations.some(({ at }) => at !== null)]).toEqual([null, false]);
    await mend();
    expect(await all()).toEqual([204, 204, 204]);
  });

  it('is not sealed, promises nothing and has neither certificate nor evidence when a word of it is another', async () => {
    const number = await signedByAll();
    const mend = await reword(number);
    await tend();
    const failed = await desk.read(number);
    expect(failed).toMatchObject({ status: 'seal-failed', obligations: [], sealing: { attempts: 1 } });
    expect(failed.sealing.failure).toBe(`the text of ${number} is not what was written`);
    expect(await kinds(number)).toEqual(['base', 'signature', 'signature']);
    await mend();
    portal.clock.forward(61_000);
    await tend();
    expect((await desk.read(number)).status).toBe('completed');
    const statuses = () =>
      Promise.all(
        ['certificate.pdf', 'evidence.zip'].map(async (file) => (await get(`/${number}/${file}`)).status),
      );
    expect(await statuses()).toEqual([200, 200]);
    await reword(number);
    expect(await statuses()).toEqual([500, 500]);
  }, 60_000);

  it('fails alone where it cannot be read any more: it says so, and what waits behind it is sealed', async () => {
    const [older, younger] = [await signedByAll(), await signedByAll()];
    await put(older, ['clauses'], 'gone');
    await tend();
    expect((await desk.read(younger)).status).toBe('completed');
    const { items } = await desk.json<{ items: { number: string; status: string }[] }>(await get(''));
    expect(items.find((item) => item.number === older)?.status).toBe('seal-failed');
    const refused = await desk.json<{ detail: string }>(await get(`/${older}`), 500);
    expect(refused.detail).toMatch(/文本已读不出来。封存已失败 1 次，下次重试 \d{4}-/);
    const rows = await open().sql<{ failure: string }[]>`
      select seal_failure as failure from agreement a join audit_entry e on e.subject = 'agreement:' || a.number
      where a.number = ${older} and e.action = 'agreement.seal-failed'`;
    expect(rows).toEqual([{ failure: `the text of ${older} is not what was written` }]);
  }, 60_000);

  it('an agreement of whose signers one cannot be read any more is still opened by its office, which is told whose', async () => {
    const sealed = await desk.sent();
    await open().sql`
      update agreement_signer set sealed = ${Buffer.alloc(40)}
      where position = 0 and agreement_id = (select id from agreement where number = ${sealed})`;
    const { signers, verifyCode } = await desk.read(sealed);
    expect(signers.map(({ isContactReadable, email }) => [isContactReadable, email !== ''])).toEqual([
      [false, false],
      [true, true],
    ]);
    const told = await portal.app.request(`/api/verify/${sealed}?code=${verifyCode}`);
    expect(told.status).toBe(200);
    const reason = { reason: '联系方式已失' };
    const ended = await portal.send(portal.publisher, `POST /api/agreements/${sealed}/void`, reason);
    await portal.expectStatus(ended, 204);
  });

  it('who signs beside a contact that cannot be read any more is reminded, reads and signs as before', async () => {
    const beside = await desk.sent();
    await open().sql`
      update agreement_signer set sealed = ${Buffer.alloc(40)}
      where position = 1 and agreement_id = (select id from agreement where number = ${beside})`;
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${beside}/remind`, { position: 0 }),
      204,
    );
    await portal.expectStatus(await desk.signBy(desk.company.email), 200);
    expect((await desk.read(beside)).signers.map(({ state }) => state)).toEqual(['signed', 'active']);
  });

  it('and an address that cannot be read let an agreement end in its time, and no step waits for another', async () => {
    const { sql } = open();
    const [unread, unreachable, whole] = [await desk.sent(), await desk.sent(), await desk.sent()];
    await put(unread, ['clauses'], 'gone');
    await sql`
      update agreement_signer set sealed = ${Buffer.alloc(40)}
      where position = 0 and agreement_id = (select id from agreement where number = ${unreachable})`;
    portal.clock.forward(400 * 86_400_000);
    const left = async () => (await sql`select from signing_link limit 1`).length;
    expect(await left()).toBe(1);
    const certificateEnds = { getTime: () => assert.fail('no such time') };
    await expect(tend({ certificateEnds })).rejects.toBeInstanceOf(AggregateError);
    expect(await left()).toBe(0);
    const ended = await sql<{ number: string; state: string; untold: number[] | null }[]>`
      select number, state, (
        select array_agg(e.position) from agreement_event e where e.agreement_id = a.id and e.kind = 'undelivered'
      ) as untold
      from agreement a where number = any(${[unread, unreachable, whole]}) order by id`;
    expect(ended.map(({ state, untold }) => [state, untold])).toEqual([
      ['expired', null],
      ['expired', [0]],
      ['expired', null],
    ]);
  }, 60_000);
});
