import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SentBatchCode, SignedBatch, SigningBatch } from '../api/agreements/batch-schema.ts';
import { tendAgreements } from '../api/agreements/errand.ts';
import { approveTemplate, proposeTemplate } from '../api/agreements/template-store.ts';
import { readTemplates } from '../api/agreements/templates.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { canaries } from './support/canaries.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { testDatabase, type TestDatabase } from './support/test-database.ts';

type Files = Record<string, Uint8Array>;

/** The city's signer signs with one investor, with another, and with one whose agreement is withdrawn at that moment. */
describe('the evidence of what was signed together', () => {
  let held: TestDatabase;
  const open = () => held.database;
  afterAll(() => held.end());
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let [own, other, withdrawn] = ['', '', ''];
  let cookie: string | null = null;
  let set = '';
  let heads = new Map<string, string>();
  const title = '金丝雀意向备忘录';
  const canary = {
    name: canaries.contactName,
    organisation: canaries.company,
    email: canaries.email,
    phone: canaries.phone,
  };

  async function sentTo(investor: { organisation: string; email: string }): Promise<string> {
    const parties = [
      { ...desk.company, ...investor },
      { ...desk.city, group: 2 },
    ];
    const { id } = await desk.project({ company: investor.organisation });
    const { number } = await desk.prepare({ projectId: id, parties });
    await desk.pass(number, investor.email);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/send`),
      204,
    );
    await portal.expectStatus(await desk.signBy(investor.email), 200);
    cookie = await desk.exchange(await desk.linkTo(desk.city.email), cookie);
    return number;
  }

  /** 投资意向书 under a title that stands nowhere else. */
  async function entitle() {
    const template = (await readTemplates('data/agreements')).find(({ key }) => key === 'letter-of-intent');
    if (template === undefined) throw new Error('there is such a template');
    const { publisher, reviewer, clock } = portal;
    await open().transaction(async (tx) => {
      const written = { template: { ...template, title }, accountId: publisher.accountId, at: clock.now() };
      const version = (await proposeTemplate(tx, written)) ?? 0;
      const { key } = template;
      await approveTemplate(tx, { key, version, accountId: reviewer.accountId, at: clock.now() });
    });
  }

  beforeAll(async () => {
    held = await testDatabase('postgis');
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    own = await sentTo(desk.company);
    await entitle();
    other = await sentTo(canary);
    withdrawn = await sentTo({ ...desk.company, email: 'third@company.test' });
    const batch = await desk.json<SigningBatch>(await desk.signing(cookie, 'GET /api/signing/batch'));
    const items = batch.items.map(({ number, baseSha256, headSha256 }) => ({
      ...{ number, baseSha256, headSha256 },
    }));
    heads = new Map(items.map(({ number, headSha256 }) => [number, headSha256]));
    for (const item of batch.items) await desk.reads(cookie, item);
    portal.clock.forward(60_000);
    const asked = await desk.signing(cookie, 'POST /api/signing/batch/otp', { items });
    const { setSha256, consent } = await desk.json<SentBatchCode>(asked);
    set = setSha256;
    const reason = { reason: '企业改变计划' };
    const path = `POST /api/agreements/${withdrawn}/void`;
    await portal.expectStatus(await portal.send(portal.publisher, path, reason), 204);
    const signature = {
      otp: await desk.newestCode(),
      items,
      strokes: [
        [
          { x: 0.1, y: 0.2 },
          { x: 0.9, y: 0.3 },
        ],
      ],
      consent: { textVersion: consent.textVersion, accepted: true },
    };
    const signed = await desk.json<SignedBatch>(
      await desk.signing(cookie, 'POST /api/signing/batch/sign', signature),
    );
    expect(signed.items.map(({ number, isSigned }) => [number, isSigned])).toEqual([
      [own, true],
      [other, true],
      [withdrawn, false],
    ]);
    await tendAgreements(agreementParts(portal, open()), AbortSignal.timeout(60_000));
  }, 180_000);

  async function packed(number: string): Promise<Files> {
    const answer = await portal.send(portal.publisher, `GET /api/agreements/${number}/evidence.zip`);
    return unzipSync(new Uint8Array(await (await portal.expectStatus(answer, 200)).arrayBuffer()));
  }

  const pdfText = (file: Uint8Array) =>
    execFileSync('pdftotext', ['-layout', '-', '-'], { input: file }).toString('utf8').replace(/\s/g, '');

  /** What is found in which file: as it is written, in hexadecimal and in bytes; in what a PDF shows too. */
  function foundIn(files: Files, words: readonly string[]): string[] {
    return Object.entries(files).flatMap(([name, bytes]) => {
      const raw = Buffer.from(bytes).toString('latin1');
      const shown = name.endsWith('.pdf') ? pdfText(bytes) : '';
      const spelled = (word: string) => [
        Buffer.from(word).toString('latin1'),
        Buffer.from(word).toString('hex'),
        Buffer.from(word, 'utf16le').swap16().toString('latin1'),
        ...(/^[0-9a-f]{64}$/.test(word) ? [Buffer.from(word, 'hex').toString('latin1')] : []),
      ];
      return words
        .filter((word) => shown.includes(word) || spelled(word).some((bytesOf) => raw.includes(bytesOf)))
        .map((word) => `${name}: ${word}`);
    });
  }

  /** Numbers, titles, digests and people of an agreement. */
  async function factsOf(number: string): Promise<string[]> {
    const { contentSha256, text, revisions } = await desk.read(number);
    const { title: called, parties } = text;
    const company = parties.find(({ party }) => party === 'company')?.organisation ?? '';
    return [number, called, company, contentSha256, ...revisions.map(({ sha256 }) => sha256)];
  }

  it('tells nothing of the other agreement in any of its bytes, and of its own what it told', async () => {
    const files = await packed(own);
    const secret = [
      ...(await factsOf(other)),
      canaries.contactName,
      canaries.email,
      canaries.phone,
      withdrawn,
    ];
    expect(secret).toEqual(expect.arrayContaining([title, canaries.company, heads.get(other)]));
    expect(foundIn(files, secret)).toEqual([]);
    expect(foundIn(await packed(other), [own])).toEqual([]);
    // The same eyes see what is there.
    for (const fact of await factsOf(own)) expect(foundIn(files, [fact]), fact).not.toEqual([]);
    const theirs = foundIn(await packed(other), secret).join();
    for (const fact of [other, title, canaries.company, heads.get(other) ?? ''])
      expect(theirs).toContain(fact);
    expect(JSON.parse(strFromU8(files[`sets/${set}.json`] ?? new Uint8Array()))).toHaveLength(3);
  }, 60_000);

  /** The README's own commands, as somebody pastes them into a shell, with a file changed or none. */
  function checked(files: Files, change: Files = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'zhaotu-batch-evidence-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, bytes] of Object.entries({ ...files, ...change })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const readme = strFromU8((change['README.txt'] ?? files['README.txt']) as Uint8Array);
    const script = readme.slice(readme.indexOf('wrong=\n'));
    const run = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
    return { status: run.status, said: run.stdout };
  }

  it('computes its own item and the set from what it holds, and sees another item, salt, state or set', async () => {
    const files = await packed(own);
    const readme = strFromU8(files['README.txt'] ?? new Uint8Array());
    const [, head = '', salt = ''] =
      new RegExp(`printf '[^']+' (\\w{64}) ${own} (\\w{32}) \\| digest`).exec(readme) ?? [];
    expect(head).toBe(heads.get(own));
    const right = checked(files);
    expect([right.status, right.said.trim().split('\n').at(-1)]).toEqual([0, '全部相符 ALL AGREES']);
    const list = `sets/${set}.json`;
    const digests = JSON.parse(strFromU8(files[list] ?? new Uint8Array())) as string[];
    const written = (text: string) => ({ 'README.txt': Buffer.from(text) });
    for (const change of [
      { [list]: Buffer.from(JSON.stringify(digests.slice(1))) },
      written(
        readme.replace(
          salt,
          salt.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
        ),
      ),
      written(readme.replace(`' ${head} ${own} `, `' ${head} ${other} `)),
      written(readme.replaceAll(head, heads.get(other) ?? '')),
      written(readme.replace(`says ${set} `, `says ${'0'.repeat(64)} `)),
    ]) {
      const wrong = checked(files, change);
      expect([wrong.status, wrong.said.includes('不符 differs: ')]).toEqual([1, true]);
    }
  }, 60_000);

  it('prints on the sheet how many were signed by the code, not how many it was sent for', async () => {
    const files = await packed(own);
    const sheet = pdfText(files['certificate.pdf'] ?? new Uint8Array());
    expect(sheet).toContain('以一个验证码签署了2份文件signedbyonecode:2documents');
    // The city's signer has no telephone: that code went the way of his links, and is no less a code.
    expect(sheet).toContain('验证码Code邮件mailch***@city.test');
    expect(sheet).not.toContain('未用验证码');
    expect(strFromU8(files['README.txt'] ?? new Uint8Array())).toContain('链接与验证码经同一渠道');
  });

  it('of a set from before there were salts is whole without the others: its digest stands in the events', async () => {
    await open().sql`update signing_batch_item set salt = null`;
    const files = await packed(own);
    expect(Object.keys(files).filter((name) => name.startsWith('sets/'))).toEqual([]);
    expect(foundIn(files, [...(await factsOf(other)), withdrawn])).toEqual([]);
    const consents = strFromU8(files['consents.json'] ?? new Uint8Array());
    expect(consents).toContain(own);
    expect(consents.match(/另一份文件（不在本包中）/g)).toHaveLength(2);
    const { status, said } = checked(files);
    expect([status, said.trim().split('\n').at(-1)]).toEqual([0, '全部相符 ALL AGREES']);
  }, 60_000);
});
