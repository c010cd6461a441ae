import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { readEnv } from '../api/env.ts';
import { prepareErrands } from '../api/errands.ts';
import { asking } from './support/enquiries.ts';
import { startMailServer } from './support/mail-server.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { startSmsGateway } from './support/sms-gateway.ts';
import { onBothDatabases } from './support/test-database.ts';

/** The key of `testPortal`. */
const secretKey = '07'.repeat(32);

onBothDatabases('mails and short messages', (open) => {
  let portal: Publishing;
  let ask: ReturnType<typeof asking>['ask'];
  let dataDir: string;
  const errors: unknown[] = [];

  beforeAll(async () => {
    portal = await openPublishing(open());
    ({ ask } = asking(portal));
    await portal.publish('E-1');
  });
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'zhaotu-messenger-'));
    errors.length = 0;
  });
  afterEach(async () => {
    await open().sql`delete from letter`;
    await rm(dataDir, { recursive: true });
  });

  async function errands(over: Record<string, string>) {
    const env = readEnv({ DATA_DIR: dataDir, SECRET_KEY: secretKey, ...over });
    const onError = (error: unknown) => errors.push(error);
    return prepareErrands({ database: open(), city: portal.city, env, onError });
  }

  it('are files side by side where neither server is named, for their owner alone', async () => {
    await ask({ phone: '0579 8211-2217', email: undefined });
    await ask({ phone: undefined });
    await (await errands({})).settle();
    const files = await readdir(join(dataDir, 'mail'));
    const [message = '', ...others] = files.filter((name) => name.endsWith('.sms'));
    expect(others).toEqual([]);
    expect(files.filter((name) => name.endsWith('.eml')).length).toBeGreaterThanOrEqual(2);
    expect((await stat(join(dataDir, 'mail', message))).mode & 0o777).toBe(0o600);
    const [number, text, ...rest] = (await readFile(join(dataDir, 'mail', message), 'utf8')).split('\n');
    expect([number, rest]).toEqual(['057982112217', ['']]);
    expect(text).toMatch(/^【.+】已收到询盘 XP-\d{4}-\d{4}.*\/enquiry#t=[\w-]+$/);
    expect(errors).toEqual([]);
  });

  it('go out while the server of the other answers nobody', async () => {
    const silent = await startSilence();
    const [mailServer, gateway] = [await startMailServer(), await startSmsGateway()];
    await ask({ email: undefined });
    await ask({ phone: undefined });
    const mute = { mail: `smtp://127.0.0.1:${silent.port}`, sms: `http://127.0.0.1:${silent.port}/send` };
    const withoutMail = (await errands({ SMTP_URL: mute.mail, SMS_URL: gateway.url })).start(
      () => 'http://127.0.0.1',
    );
    await expect.poll(() => silent.connections, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => gateway.taken.length, { timeout: 10_000 }).toBe(1);
    // Woken while the other still waits for its answer.
    await ask({ email: undefined });
    await expect.poll(() => gateway.taken.length, { timeout: 15_000 }).toBe(2);
    await withoutMail.stop();
    await ask({ email: undefined });
    await open().sql`update letter set next_attempt_at = now() where sent_at is null`;
    const url = `smtp://127.0.0.1:${mailServer.port}`;
    const withoutSms = (await errands({ SMTP_URL: url, SMS_URL: mute.sms })).start(() => 'http://127.0.0.1');
    await expect.poll(() => mailServer.received.length, { timeout: 10_000 }).toBeGreaterThan(1);
    await withoutSms.stop();
    expect(gateway.taken).toHaveLength(2);
    await Promise.all([silent.close(), mailServer.close(), gateway.close()]);
  });

  it('prove who hands them in, and never say it in an address', async () => {
    const gateway = await startSmsGateway();
    await ask({ email: undefined });
    const url = gateway.url.replace('http://', 'http://portal:geheim%40@');
    await (await errands({ SMS_URL: url })).settle();
    const basic = `Basic ${Buffer.from('portal:geheim@').toString('base64')}`;
    expect(gateway.taken).toMatchObject([{ authorization: basic, to: '13800002217' }]);
    await gateway.close();
  });
});

/** A server that takes every connection and says nothing. */
async function startSilence() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return sockets.size;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
