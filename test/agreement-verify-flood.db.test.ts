import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Verification } from '../api/agreements/verify-schema.ts';
import { listeningPortal } from './support/listening-portal.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing } from './support/publishing.ts';
import { watchOwnProcesses } from './support/own-processes.ts';
import { swollenPdf } from './support/swollen-pdf.ts';
import { onBothDatabases } from './support/test-database.ts';

/** Loaded as TypeScript by a machine that has no time, each process starts slowly. */
const slowMs = 120_000;
const swollen = swollenPdf(190);
const noPdf = new Uint8Array(Buffer.from('PK\u0003\u0004 what is this'));

onBothDatabases('many files that are verified at once', (open) => {
  let portal: Awaited<ReturnType<typeof listeningPortal>>;
  /** As it was sent: the register has it. */
  let original: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    const publishing = await openPublishing(open());
    const desk = await openAgreements(publishing, open());
    await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    const file = await publishing.expectStatus(await desk.signing(cookie, 'GET /api/signing/pdf'), 200);
    original = new Uint8Array(await file.arrayBuffer());
    portal = await listeningPortal(open(), publishing.city);
  });
  afterAll(() => portal.close());

  async function verify(
    address: string,
    body: Uint8Array<ArrayBuffer> = noPdf,
    signal: AbortSignal | null = null,
  ) {
    const headers = { 'Content-Type': 'application/pdf', 'X-Forwarded-For': address };
    const answer = await fetch(`${portal.origin}/api/verify`, { method: 'POST', headers, body, signal });
    const { origin, detail } = (await answer.json()) as Partial<Verification> & { detail?: string };
    return { status: answer.status, retryAfter: answer.headers.get('Retry-After'), origin, detail };
  }
  const unreadable = { status: 200, retryAfter: null, origin: 'unreadable', detail: undefined };
  const refused = {
    status: 503,
    retryAfter: '10',
    origin: undefined,
    detail: '同时查验的文件较多，请稍后再试。',
  };

  it(
    'from one address are read one at a time, few wait, and the portal lives on meanwhile',
    async () => {
      const watched = await watchOwnProcesses(async () => {
        const uploads = Array.from({ length: 10 }, () => verify('203.0.113.7'));
        const all = Promise.all(uploads);
        const health = [];
        for (let asked = 0; asked < 5; asked += 1)
          health.push((await fetch(`${portal.origin}/api/health`)).status);
        return { health, answers: await all };
      });
      const { health, answers } = watched.result;
      expect(health).toEqual(Array(5).fill(200));
      const served = answers.filter(({ status }) => status === 200);
      expect(served).toEqual(Array(served.length).fill(unreadable));
      // One is read and six wait; whoever waits too long on a slow machine is refused as well.
      expect([served.length > 0, served.length <= 7]).toEqual([true, true]);
      expect(answers.filter(({ status }) => status !== 200)).toEqual(Array(10 - served.length).fill(refused));
      expect([watched.mostAtOnce, watched.left]).toEqual([1, []]);
    },
    slowMs,
  );

  it(
    'from many addresses are read two at a time, and a file that swells holds up nobody else for long',
    async () => {
      const order: string[] = [];
      const { result, mostAtOnce } = await watchOwnProcesses(async () => {
        const bad = [1, 2, 3].map((nth) =>
          verify('203.0.113.8', swollen).then((answer) => {
            order.push(`swollen ${nth}`);
            return answer;
          }),
        );
        const good = ['198.51.100.1', '198.51.100.2', '2001:db8::1'].map((address) =>
          verify(address).then((answer) => {
            order.push('other');
            return answer;
          }),
        );
        return Promise.all([...bad, ...good]);
      });
      const tooHeavy = { ...unreadable, origin: 'too-heavy' };
      expect(result).toEqual([...Array<object>(3).fill(tooHeavy), ...Array<object>(3).fill(unreadable)]);
      expect(mostAtOnce).toBe(2);
      // All others are served before the last of those.
      expect(order.at(-1)).toMatch(/^swollen/);
    },
    slowMs,
  );

  it(
    'keep no original waiting: the register knows it by its digest, whoever else is read or sends slowly',
    async () => {
      const gone = new AbortController();
      // Two are read and twelve wait: whoever comes then is refused.
      const line = Array.from({ length: 15 }, (_, nth) =>
        verify(`203.0.113.${100 + nth}`, swollen, gone.signal).catch(() => null),
      );
      expect(await Promise.race(line)).toEqual(refused);
      const slow = Array.from({ length: 8 }, () =>
        fetch(`${portal.origin}/api/verify`, {
          ...{ method: 'POST', headers: { 'Content-Type': 'application/pdf' }, duplex: 'half' },
          body: new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('%PDF-')) }),
          signal: gone.signal,
        }).catch(() => null),
      );
      const mine = await verify('198.51.100.7', original);
      expect(mine).toMatchObject({ status: 200, origin: 'original' });
      gone.abort();
      await Promise.all([...line, ...slow]);
    },
    slowMs,
  );
});
