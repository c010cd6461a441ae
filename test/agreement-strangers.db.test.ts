import { beforeAll, expect, it } from 'vitest';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const mostBytes = 20 * 1024 * 1024;
const quarterMs = 15 * 60_000;

onBothDatabases('who has no link and a file of his own', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const exchange = (token: string) => desk.signing(null, 'POST /api/signing/exchange', { token });

  it('is told the same of a link that never was, was of a draft, or is of an agreement that is void, and may guess 60 times', async () => {
    const { number } = await desk.prepare();
    await desk.pass(number);
    const ofDraft = await desk.linkTo(desk.company.email);
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/send`),
      204,
    );
    const dead = await desk.linkTo(desk.company.email);
    const reason = { reason: '试验' };
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${number}/void`, reason),
      204,
    );
    portal.clock.forward(200 * 24 * 3_600_000);
    const never = 'A'.repeat(43);
    const answers = await Promise.all(
      [never, ofDraft, dead].map(async (token) => {
        const answer = await exchange(token);
        const headers = [...answer.headers].filter(([name]) => name !== 'x-request-id');
        return JSON.stringify([answer.status, headers, await answer.text()]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('dead-link');
    for (const token of [never, ofDraft, dead]) expect(answers.join()).not.toContain(token);
    portal.clock.forward(quarterMs);
    const statuses = [];
    for (let guess = 0; guess < 61; guess += 1) statuses.push((await exchange(never)).status);
    expect([statuses.slice(0, 60).every((status) => status === 404), statuses.at(-1)]).toEqual([true, 429]);
    portal.clock.forward(quarterMs);
    expect((await exchange(never)).status).toBe(404);
  });

  /** Comes in pieces, and says nothing of its length; `pulled` tells how much of it was taken. */
  function endless() {
    let pulled = 0;
    const piece = new Uint8Array(1024 * 1024).fill(37);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += piece.length;
        controller.enqueue(piece);
      },
    });
    return { body, pulled: () => pulled };
  }

  it('gets no more than 20 MB read of a file, whatever it says of its length or whether it ends', async () => {
    const headers = { 'Content-Type': 'application/pdf' };
    const stated = await portal.app.request('/api/verify', {
      method: 'POST',
      headers: { ...headers, 'Content-Length': String(mostBytes + 1) },
      body: '%PDF-1.7',
    });
    expect(stated.status).toBe(413);
    const stream = endless();
    const request = new Request('http://127.0.0.1:8080/api/verify', {
      method: 'POST',
      headers,
      body: stream.body,
      duplex: 'half',
    } as RequestInit);
    expect((await portal.app.request(request)).status).toBe(413);
    expect(stream.pulled()).toBeLessThan(mostBytes + 4 * 1024 * 1024);
  });
});
