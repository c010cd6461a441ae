import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { flushSync, mount, unmount } from 'svelte';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewEnquiry } from '../api/enquiries/schema.ts';
import { wire, wireHeader } from '../api/wire/terms.ts';
import { askedCodes, askHref } from '../web/enquiries/ask-href.ts';
import { Asking } from '../web/enquiries/ask/asking.svelte.ts';
import AskForm from '../web/enquiries/ask/AskForm.svelte';
import { AskDraft, plainPhone } from '../web/enquiries/ask/draft.svelte.ts';
import { faultsOf, faultsOfPlaces, refusedParcels } from '../web/enquiries/ask/faults.ts';
import FilesLeft from '../web/enquiries/ask/FilesLeft.svelte';
import Receipt from '../web/enquiries/ask/Receipt.svelte';
import { refusedFile } from '../web/enquiries/ask/file-rules.ts';
import { takeToken } from '../web/enquiries/follow/link-token.ts';
import { language } from '../web/ui/language.svelte.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';

type Asked = { path: string; key: string | undefined; token: string | undefined; body: string };

const token = 'T'.repeat(43);
const version = 'enquiry-1';
let origin = '';
let server: Server;
let asked: Asked[] = [];
/** How the next questions end, one after the other; then each is received. */
let endings: ('received' | 'dropped' | 'outdated' | 'parcel-gone' | 'too-often')[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const part of request) body += String(part);
  const { 'idempotency-key': key, 'enquiry-token': sent } = request.headers;
  asked.push({ path: request.url ?? '', key: key?.toString(), token: sent?.toString(), body });
  const say = (status: number, value: object, headers: Record<string, string> = {}) =>
    response
      .writeHead(status, { 'content-type': 'application/json', [wireHeader]: wire, ...headers })
      .end(JSON.stringify(value));
  if (request.url === '/api/consent-text') return void say(200, { version, sections: [], sectionsEn: [] });
  if (request.url === '/api/enquiry') return void say(404, { code: 'not-found' });
  const refused = (path: string) => ({
    code: 'refused-by-rule',
    detail: path,
    errors: [{ path, message: 'no' }],
  });
  switch (endings.shift()) {
    case 'dropped':
      return void request.socket.destroy();
    case 'outdated':
      return void say(422, refused('consent.textVersion'));
    case 'parcel-gone':
      return void say(422, refused('parcelCodes.1'));
    case 'too-often':
      return void say(429, { code: 'too-often' }, { 'retry-after': '610' });
    default:
      return void say(201, { number: 'XP-2611-0091', link: `${origin}/enquiry#t=${token}`, receipt: 'page' });
  }
}

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  location.href = `${origin}/ask`;
  overwriteGetLocale(() => language.current);
});
beforeEach(() => {
  asked = [];
  endings = [];
  sessionStorage.clear();
  localStorage.clear();
  language.follow('zh-CN');
});
afterAll(() => server.close());

function filledDraft(): AskDraft {
  const draft = new AskDraft();
  draft.company = '宁波汽车电子';
  draft.phone = '138 0000 0000';
  draft.message = '约 100 亩';
  draft.agreed = true;
  return draft;
}

const about = { codes: ['A-1', 'B-2'], files: [], locale: 'zh-CN' } as const;
const questions = () => asked.filter(({ path }) => path === '/api/enquiries');
const send = (asking: Asking) => asking.send({ ...about, codes: [...about.codes], files: [...about.files] });

describe('what is typed', () => {
  it('is there again after a reload, for this tab alone, but for the consent', () => {
    const draft = filledDraft();
    draft.isCodenamed = true;
    draft.keep();
    const again = new AskDraft();
    expect(again.typed).toEqual(draft.typed);
    expect(again.agreed).toBe(false);
    expect(localStorage.length).toBe(0);
  });

  it('is gone once it has arrived', async () => {
    const draft = filledDraft();
    expect(await send(new Asking(draft))).toMatchObject({ number: 'XP-2611-0091', token });
    expect(new AskDraft().typed).toMatchObject({ company: '', phone: '', message: '' });
    expect(sessionStorage.length).toBe(0);
  });

  it('survives whatever else lies where it is kept', () => {
    for (const rubbish of ['{', 'null', '[1]', '{"company":{"a":1},"sent":3}']) {
      sessionStorage.setItem('zhaotu-ask', rubbish);
      expect(new AskDraft().company).toBe('');
    }
  });
});

describe('a question', () => {
  it('whose answer is dropped goes out again with the same key, after a reload too', async () => {
    endings = ['dropped'];
    const draft = filledDraft();
    const asking = new Asking(draft);
    expect(await send(asking)).toBeNull();
    expect(asking.failure?.kind).toBe('offline');
    const reloaded = new AskDraft();
    reloaded.agreed = true;
    expect(await send(new Asking(reloaded))).not.toBeNull();
    const [first, second] = questions();
    expect(first?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toEqual(first);
  });

  it('pressed twice is sent once', async () => {
    const asking = new Asking(filledDraft());
    const [first, second] = await Promise.all([send(asking), send(asking)]);
    expect([first?.number, second]).toEqual(['XP-2611-0091', null]);
    expect(questions()).toHaveLength(1);
  });

  it('with other words has another key', () => {
    const draft = filledDraft();
    const of = (message: string) => {
      draft.message = message;
      const given = { parcelCodes: [], textVersion: version, locale: 'zh-CN' } as const;
      return draft.keyFor(draft.asked({ ...given, parcelCodes: [] }));
    };
    const first = of('甲');
    expect(of('甲')).toBe(first);
    expect(of('乙')).not.toBe(first);
  });

  it('under a code name leaves the company at home', () => {
    const draft = filledDraft();
    draft.isCodenamed = true;
    draft.codename = '蓝鲸';
    draft.phone = '';
    const body: NewEnquiry = draft.asked({ parcelCodes: [], textVersion: version, locale: 'en' });
    expect(body).toEqual({
      parcelCodes: [],
      codename: '蓝鲸',
      message: '约 100 亩',
      locale: 'en',
      consent: { textVersion: version, accepted: true },
    });
  });

  it('says in minutes when it came too often', async () => {
    endings = ['too-often'];
    const asking = new Asking(filledDraft());
    expect(await send(asking)).toBeNull();
    expect(asking.failure).toEqual({ kind: 'too-often', waitSeconds: 610 });
  });

  it('to another text than the one in force is agreed to anew', async () => {
    endings = ['outdated'];
    const draft = filledDraft();
    const asking = new Asking(draft);
    expect(await send(asking)).toBeNull();
    expect([asking.faults, draft.agreed]).toEqual([{ consent: 'outdated' }, false]);
    expect(asked.at(-1)?.path).toBe('/api/consent-text');
  });

  it('names the parcel that is public no more', async () => {
    endings = ['parcel-gone'];
    const asking = new Asking(filledDraft());
    expect(await send(asking)).toBeNull();
    expect([asking.faults, asking.gone]).toEqual([{ parcels: 'malformed' }, ['B-2']]);
  });
});

it('a file that did not get through is sent again from the receipt, with the key it had', async () => {
  endings = ['received', 'dropped'];
  const files = [new File(['%PDF'], '需求.pdf', { type: 'application/pdf' })];
  const received = await new Asking(filledDraft()).send({ codes: [], files, locale: 'zh-CN' });
  if (received === null) throw new Error('it did not get through');
  expect(received.filesLeft.map(({ file }) => file.name)).toEqual(['需求.pdf']);
  const page = mount(FilesLeft, { target: document.body, props: { received } });
  flushSync();
  document.querySelector('button')?.click();
  await expect.poll(() => document.body.textContent).toContain('需求.pdf');
  await expect.poll(() => document.querySelector('button')).toBeNull();
  const sent = asked.filter(({ path }) => path.endsWith('/files'));
  expect(sent.map(({ token: by }) => by)).toEqual([token, token]);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  await unmount(page);
});

it('the receipt says which way it went, and to keep the link where it went none', async () => {
  const answerer = {
    organisation: '武义',
    department: 'wuyi',
    officer: null,
    phone: '0579-1',
    hours: '9–17',
  };
  const received = await new Asking(filledDraft()).send({ codes: [], files: [], locale: 'zh-CN' });
  if (received === null) throw new Error('it did not get through');
  const told = async (receipt: 'mail' | 'sms' | 'page') => {
    const page = mount(Receipt, {
      target: document.body,
      props: { received: { ...received, receipt }, answerer },
    });
    flushSync();
    const words = document.querySelector('ol li')?.textContent;
    await unmount(page);
    return words;
  };
  expect(received.receipt).toBe('page');
  expect(await told('page')).toMatch(/没有发短信.*请保存上面的专属链接/);
  expect(await told('sms')).toContain('回执短信');
  expect(await told('mail')).toContain('邮箱');
});

describe('a mistake', () => {
  it.each([
    ['138 0000 0000', true],
    ['１３８００００００００', true],
    ['（0579）8248 1234', true],
    ['+49 (30) 1234–567', true],
    ['0049 30 1234567', true],
    ['138', false],
    ['call me', false],
    ['+86 138 0000 0000 转 8', false],
  ])('in the telephone %s is found before it is sent: fine is %s', (phone, isFine) => {
    const draft = filledDraft();
    draft.phone = phone;
    expect(faultsOf(draft).phone === undefined).toBe(isFine);
    expect(plainPhone(phone)).not.toMatch(/[（）()]/);
  });

  it('that the server finds stands at the field; one that no field can mend does not', () => {
    const places = (...paths: string[]) => paths.map((path) => ({ path, message: 'no' }));
    expect(faultsOfPlaces(places('phone', 'consent.accepted'))).toEqual({
      phone: 'malformed',
      consent: 'outdated',
    });
    expect(faultsOfPlaces(places('phone', 'Idempotency-Key'))).toBeNull();
    expect(faultsOfPlaces([])).toBeNull();
    expect(refusedParcels(places('parcelCodes.0', 'phone', 'parcelCodes.9'), ['A-1'])).toEqual(['A-1']);
  });

  it('of a file is told before anything is sent', () => {
    expect(refusedFile({ type: 'application/pdf', size: 10 }, 0)).toBeNull();
    expect(refusedFile({ type: 'text/html', size: 10 }, 0)).toContain('PDF');
    expect(refusedFile({ type: 'image/png', size: 11 * 1024 * 1024 }, 0)).toContain('10 MB');
    expect(refusedFile({ type: 'image/png', size: 10 }, 5)).toContain('5');
  });
});

describe('the form', () => {
  const shown: object[] = [];
  afterEach(async () => {
    for (const form of shown.splice(0)) await unmount(form);
    document.body.replaceChildren();
  });

  async function show() {
    const answerer = {
      department: 'wuyi',
      organisation: '武义县投资促进中心',
      officer: '陈晓岚',
      phone: '+86 579-0000 0107',
      hours: '工作日 9:00–17:30',
    };
    const nothing = () => undefined;
    const props = { codes: [], parcels: [], gone: [], answerer, onremove: nothing, onreceived: nothing };
    shown.push(mount(AskForm, { target: document.body, props }));
    flushSync();
    await expect.poll(() => asked.length).toBe(1);
  }

  it('puts each mistake with its remedy at its field, and the person at the first', async () => {
    await show();
    document.querySelector<HTMLElement>('button[type=submit]')?.click();
    await expect.poll(() => document.activeElement?.tagName).toBe('TEXTAREA');
    const wrong = [...document.querySelectorAll('[aria-invalid]')].map((field) => {
      const label = document.querySelector(`label[for="${field.id}"]`)?.textContent;
      const note = document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;
      return [label, note];
    });
    expect(wrong).toEqual([
      ['需求', '请写一句需求，例如行业、面积和开工时间'],
      ['企业名称', '请填写企业名称；不便透露时改用代号询问'],
      ['电话', '请留电话或邮箱，否则无法答复您'],
    ]);
    expect(document.querySelector('.consent .wrong')?.textContent).toContain('勾选同意');
    expect(questions()).toEqual([]);
  });

  it('has nothing ticked beforehand, and says beside the button who answers and when', async () => {
    await show();
    const boxes = [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    expect(boxes.map(({ checked }) => checked)).toEqual([false, false]);
    expect(document.querySelector('.send')?.textContent).toContain(
      '陈晓岚（武义县投资促进中心）8 个工作小时内',
    );
  });

  it('has a trap that no person sees, reaches or hears', async () => {
    await show();
    const trap = document.querySelector<HTMLInputElement>('input[name=homepage]');
    expect([trap?.tabIndex, trap?.autocomplete]).toEqual([-1, 'off']);
    const around = trap?.closest('[aria-hidden=true]');
    expect(around?.hasAttribute('inert')).toBe(true);
    expect(around?.className).toContain('visually-hidden');
  });
});

describe('the link of an enquiry', () => {
  it('leaves the address at once and stays for the tab', () => {
    history.replaceState(null, '', `/enquiry?lang=en#t=${token}`);
    expect(takeToken()).toBe(token);
    expect(`${location.pathname}${location.search}${location.hash}`).toBe('/enquiry?lang=en');
    expect(takeToken()).toBe(token);
    expect(localStorage.length).toBe(0);
  });
});

it('an address of the form names each parcel once, at most twenty', () => {
  expect(askedCodes(new URL(askHref(['A 1', 'B&2', 'A 1']), origin).search)).toEqual(['A 1', 'B&2']);
  expect(askHref()).toBe('/ask');
  const many = Array.from({ length: 30 }, (_, index) => `P-${index}`);
  expect(askedCodes(new URL(askHref(many), origin).search)).toHaveLength(20);
});
