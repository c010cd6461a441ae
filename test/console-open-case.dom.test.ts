import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { flushSync } from 'svelte';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { presence } from '../web/accounts/presence.svelte.ts';
import CaseView from '../web/console/enquiries/CaseView.svelte';
import { OpenCase } from '../web/console/enquiries/open-case.svelte.ts';
import Trouble from '../web/console/shell/Trouble.svelte';
import { whileAtDesk } from '../web/console/shell/at-desk.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { publisher } from './support/desk-cases.ts';
import { clearPage, pageText, showInCity } from './support/in-city.ts';

const number = 'XP-2611-0091';
/** No more of a case than following it takes. */
const found = { number };
const problem = (code: string) => ({ code });
let server: Server;
let next: { status: number; value: object };
let readings = 0;

beforeAll(async () => {
  server = createServer((_request, response) => {
    readings += 1;
    response
      .writeHead(next.status, { 'content-type': 'application/json', [wireHeader]: wire })
      .end(JSON.stringify(next.value));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  location.href = `http://127.0.0.1:${address.port}/console/enquiries`;
});
beforeEach(() => {
  readings = 0;
  next = { status: 200, value: found };
  presence.leave();
  overwriteGetLocale(() => 'zh-CN');
});
afterEach(clearPage);
afterAll(() => server.close());

describe('the case on the desk', () => {
  it('that is not to be read here is not asked for again, until it is opened anew', async () => {
    const opened = new OpenCase();
    next = { status: 404, value: problem('not-found') };
    await opened.open(number);
    await opened.follow();
    await opened.follow();
    expect([opened.isGone, readings]).toEqual([false, 1]);
    next = { status: 200, value: found };
    await opened.open(number);
    expect([opened.reading?.number, readings]).toEqual([number, 2]);
  });

  it('stays where it is when the session ends, which is asked for, and is read on after it', async () => {
    const opened = new OpenCase();
    await opened.open(number);
    next = { status: 401, value: problem('unauthenticated') };
    await opened.follow();
    expect([opened.reading?.number, opened.isGone, presence.lost]).toEqual([number, false, true]);
    next = { status: 200, value: found };
    await opened.follow();
    expect(opened.failure).toBeNull();
  });

  it('says no more that the session ended once somebody signed in again', () => {
    presence.lose();
    showInCity(Trouble, { failure: { kind: 'signed-out' } });
    expect(pageText()).toContain('登录已失效');
    flushSync(() => presence.leave());
    expect(pageText()).not.toContain('登录已失效');
  });

  it('that was entered for another department says who has it', async () => {
    const opened = new OpenCase();
    next = { status: 404, value: problem('not-found') };
    await opened.open(number);
    showInCity(CaseView, {
      me: publisher,
      opened,
      asked: number,
      entered: { number, department: { code: 'wuyi', name: '武义县投资促进中心', nameEn: 'Wuyi' } },
      wish: null,
      back: '/console/enquiries',
    });
    expect(pageText()).toContain(`${number} 已录入 由武义县投资促进中心`);
  });
});

describe('a desk', () => {
  afterEach(() => void vi.useRealTimers());

  it('looks again and again, but for the time in which nobody is signed in', () => {
    vi.useFakeTimers();
    let looks = 0;
    const stop = whileAtDesk(() => (looks += 1), 1_000);
    vi.advanceTimersByTime(2_000);
    presence.lose();
    vi.advanceTimersByTime(5_000);
    expect(looks).toBe(2);
    presence.leave();
    vi.advanceTimersByTime(1_000);
    expect(looks).toBe(3);
    stop();
  });
});
