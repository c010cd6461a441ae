import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { deliverBySms } from '../api/letters/sms.ts';
import { deliverBySmtp } from '../api/letters/smtp.ts';
import { startMailServer } from './support/mail-server.ts';
import { messenger } from './support/messenger.ts';
import { startSmsGateway } from './support/sms-gateway.ts';
import { openSigningPortal, type SigningPortal } from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const instant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

/** As poppler counts them. */
function pagesOf(pdf: Uint8Array): number {
  const { stdout } = spawnSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8' });
  return Number(/^Pages:\s+(\d+)$/m.exec(stdout)?.[1]);
}

onBothDatabases('an agreement', (open) => {
  let portal: SigningPortal['portal'];
  let desk: SigningPortal['desk'];
  let parts: SigningPortal['parts'];

  beforeAll(async () => {
    ({ portal, desk, parts } = await openSigningPortal(open()));
    await desk.publishPlanned('S-1');
  });

  /** Unpacks the evidence and runs the commands of its own README, as somebody does who never heard of us. */
  async function expectCheckable(response: Response): Promise<void> {
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/zip']);
    const folder = mkdtempSync(join(tmpdir(), 'zhaotu-evidence-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const [, commands = ''] = strFromU8(files['README.txt'] ?? new Uint8Array()).split('OpenSSL 3):\n\n');
    const script = commands;
    const check = () => spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
    const run = check();
    const said = (words: RegExp) => `${run.stdout}\n${run.stderr}`.match(words)?.length ?? 0;
    const counts = [said(/Verification successful/g), said(/^Verification: OK/gm), said(/txt OK/g)];
    // Three signatures, each with its timestamp, and the last timestamp over all; two chains.
    expect([run.status, ...counts], run.stdout + run.stderr).toEqual([0, 3, 4, 2]);
    for (const name of ['rows/events-1.bin', 'content.json', 'agreement.pdf']) {
      const whole = Buffer.from(files[name] ?? new Uint8Array());
      writeFileSync(join(folder, name), Buffer.concat([whole.subarray(0, -1), Buffer.from('?')]));
      expect(check().status, name).not.toBe(0);
      writeFileSync(join(folder, name), whole);
    }
    const revisions = JSON.parse(strFromU8(files['revisions.json'] ?? new Uint8Array())) as {
      bytes: number;
      sha256: string;
    }[];
    for (const { bytes, sha256 } of revisions) {
      const state = (files['agreement.pdf'] ?? new Uint8Array()).subarray(0, bytes);
      expect(createHash('sha256').update(state).digest('hex')).toBe(sha256);
    }
  }

  it('goes from a draft through its gates, both signatures and the seal', async () => {
    const prepared = await desk.prepare({ parcelCodes: ['S-1'] });
    expect(prepared).toMatchObject({ status: 'draft', missing: [] });
    const { number } = prepared;
    const blocked = await portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    expect([blocked.status, ((await blocked.json()) as { detail: string }).detail]).toEqual([
      409,
      '还差 5 项：合法性审查、公平竞争审查、用印审批、甲方确认草稿、乙方确认草稿',
    ]);
    await desk.pass(number);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/send`),
      204,
    );
    expect((await desk.read(number)).signers.map(({ state }) => state)).toEqual(['active', 'waiting']);
    await portal.expectStatus(await desk.signBy('lin@company.test'), 200);
    expect((await desk.read(number)).signers.map(({ state }) => state)).toEqual(['signed', 'active']);
    const waiting = await desk.exchange(await desk.linkTo('lin@company.test'));
    const seen = await desk.page(waiting);
    expect(seen).toMatchObject({
      officer: {
        name: expect.stringMatching(/./),
        nameEn: expect.stringMatching(/./),
        phone: expect.stringMatching(/\d/),
      },
      confirmedAt: instant,
      sentAt: instant,
      endedAt: null,
      signer: { state: 'signed', doneAt: instant },
      others: [{ state: 'active', doneAt: null }],
    });
    const shown = await desk.signing(waiting, 'GET /api/signing/pdf');
    expect(seen.pages).toBe(pagesOf(new Uint8Array(await shown.arrayBuffer())));
    const last = await desk.signBy('chen@city.test');
    expect(await last.json()).toEqual({ number, status: 'sealing', state: 'signed' });
    await tendAgreements(parts, AbortSignal.timeout(60_000));
    const sealed = await desk.read(number);
    expect(sealed).toMatchObject({ status: 'completed', tier: 'T0' });
    expect(await desk.page(waiting)).toMatchObject({
      status: 'completed',
      canDownload: true,
      pages: seen.pages,
      endedAt: instant,
      others: [{ state: 'signed', doneAt: instant }],
    });
    expect(sealed.revisions.map(({ kind }) => kind)).toEqual([
      'base',
      'signature',
      'signature',
      'seal',
      'archive',
    ]);
    const file = await portal.send(portal.publisher, `GET /api/agreements/${number}/pdf`);
    expect([file.status, file.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
    await expectCheckable(await portal.send(portal.publisher, `GET /api/agreements/${number}/evidence.zip`));
  });

  it('shows the office that a link or a code was not delivered, and neither address nor secret', async () => {
    const { number } = await desk.prepare();
    await desk.pass(number);
    const [mailServer, gateway] = await Promise.all([startMailServer(), startSmsGateway()]);
    onTestFinished(() => Promise.all([mailServer.close(), gateway.close()]).then(() => undefined));
    const from = { name: '金华招商地图', address: 'no-reply@zhaotu.test' };
    const sender = messenger(open(), portal.city, {
      mail: deliverBySmtp(`smtp://127.0.0.1:${mailServer.port}`, from),
      sms: deliverBySms(gateway.url),
    });
    const undelivered = async () =>
      (await desk.read(number)).events.filter(({ kind }) => kind === 'undelivered');

    mailServer.refuseNext(550);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/send`),
      204,
    );
    await sender.send('mail');
    expect(await undelivered()).toMatchObject([{ position: 0, by: null, letter: 'agreement.sign' }]);

    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/remind`, {}),
      204,
    );
    const cookie = await desk.exchange(await desk.linkTo('lin@company.test'));
    gateway.suffer(422);
    await desk.reads(cookie);
    await portal.expectStatus(await desk.signing(cookie, 'POST /api/signing/otp'), 200);
    await sender.send('sms');
    expect(await undelivered()).toHaveLength(2);
    const kept = await open().sql<{ details: string }[]>`
      select details from agreement_event where kind = 'undelivered' order by seq limit 10`;
    expect(kept.map(({ details }) => JSON.parse(details) as unknown)).toEqual([
      { channel: 'mail', letter: 'agreement.sign' },
      { channel: 'sms', letter: 'agreement.code' },
    ]);
    expect([mailServer.received, gateway.taken, sender.errors]).toEqual([[], [], []]);
  });
});
