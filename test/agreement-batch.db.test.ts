import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { SentBatchCode, SignedBatch, SigningBatch } from '../api/agreements/batch-schema.ts';
import { agreedConsents } from '../api/agreements/evidence-consents.ts';
import { readEvents } from '../api/agreements/event-store.ts';
import { writeCode } from '../api/agreements/code-store.ts';
import { noteIfLocked } from '../api/agreements/locked-places.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
type Item = { number: string; baseSha256: string; headSha256: string };

onBothDatabases('several agreements of one person', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  /** Sent to one and the same person; the office signs after him, in the last beside him. */
  let [one, two, three, four, beside, strange] = ['', '', '', '', '', ''];
  let cookie: string | null = null;
  /** Of who signs beside him. */
  let officer = '';
  const stranger = { name: '王敏', email: 'wang@company.test', phone: '13900001234' };

  async function opened(over: object = {}, email = desk.company.email): Promise<string> {
    const number = await desk.sent(over);
    cookie = await desk.exchange(await desk.linkTo(email), cookie);
    return number;
  }

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    const { company, city } = desk;
    one = await opened();
    // The stranger is asked besides, so that the draft is confirmed by who always does; his link is opened here too.
    strange = await opened(
      { parties: [company, { ...company, ...stranger }, { ...city, group: 2 }] },
      stranger.email,
    );
    two = await opened();
    three = await opened();
    four = await opened();
    beside = await opened({ parties: [company, city] });
    officer = await desk.exchange(await desk.linkTo(city.email));
  }, 180_000);

  /** At which places of it codes were guessed, as its events say. */
  const locksIn = async (number: string) =>
    (await desk.read(number)).events
      .filter(({ kind }) => kind === 'place-locked')
      .map(({ position }) => position);

  const batch = async (by = cookie) =>
    desk.json<SigningBatch>(await desk.signing(by, 'GET /api/signing/batch'));

  async function itemsOf(...numbers: string[]): Promise<Item[]> {
    const { items } = await batch();
    return numbers.map((number) => {
      const found = items.find((item) => item.number === number);
      if (found === undefined) throw new Error(`${number} is not offered`);
      const { baseSha256, headSha256 } = found;
      return { number, baseSha256, headSha256 };
    });
  }

  /** Each is read to its end; codes are sent a minute apart. */
  async function codeFor(items: Item[]) {
    for (const item of (await batch()).items)
      if (items.some(({ number }) => number === item.number)) await desk.reads(cookie, item);
    portal.clock.forward(60_000);
    const response = await desk.signing(cookie, 'POST /api/signing/batch/otp', { items });
    return { ...(await desk.json<SentBatchCode>(response)), otp: await desk.newestCode() };
  }

  const signWith = (
    otp: string,
    items: Item[],
    { key = '', ...over }: { key?: string; sealPicture?: string; typedName?: string; strokes?: [] } = {},
  ) =>
    desk.signing(cookie, `POST /api/signing/batch/sign${key === '' ? '' : ` ${key}`}`, {
      otp,
      items,
      strokes: [
        [
          { x: 0.1, y: 0.2 },
          { x: 0.9, y: 0.3 },
        ],
      ],
      consent: { textVersion: 'signing-batch-1', accepted: true },
      ...over,
    });

  const kinds = async (number: string) => (await desk.read(number)).revisions.map(({ kind }) => kind);
  const told = async (response: Response) => {
    const { detail } = (await response.json()) as { detail: string };
    return [response.status, detail];
  };

  it('are offered together where he opened them himself, and nothing of anybody else', async () => {
    expect((await batch()).items.map(({ number }) => number)).toEqual([one, two, three, four, beside].sort());
    const alone = await desk.exchange(await desk.linkTo(stranger.email), cookie);
    expect((await batch(alone)).items.map(({ number }) => number)).toEqual([strange]);
    const elsewhere = await desk.exchange(await desk.linkTo(desk.company.email));
    expect((await batch(elsewhere)).items.map(({ number }) => number)).toEqual([beside]);
    const [first, second] = await itemsOf(one, two);
    const refused = await desk.signing(alone, 'POST /api/signing/batch/otp', { items: [first, second] });
    expect(await told(refused)).toEqual([422, expect.stringContaining(one)]);
  });

  it('are signed by a code for their set alone, which names each; twenty at once sign each once', async () => {
    const items = await itemsOf(one, two);
    const { otp, setSha256, consent } = await codeFor(items);
    for (const number of [one, two]) expect(consent.text).toContain(number);
    const salts = await open().sql<{ number: string; salt: string }[]>`
      select a.number, encode(i.salt, 'hex') as salt from signing_batch_item i
      join signing_batch b on b.id = i.batch_id join agreement a on a.id = i.agreement_id
      where b.set_sha256 = ${Buffer.from(setSha256, 'hex')} order by a.number`;
    expect(new Set(salts.map(({ salt }) => salt)).size).toBe(2);
    const digests = items.map(({ number, headSha256 }) => {
      const salt = salts.find((one) => one.number === number)?.salt ?? '';
      return sha256(JSON.stringify({ headSha256, number, salt }));
    });
    const set = JSON.stringify([...digests].sort());
    expect(setSha256).toBe(sha256(set));

    for (const others of [await itemsOf(one, three), await itemsOf(one, two, three)])
      expect(await told(await signWith(otp, others))).toEqual([
        422,
        '验证码不是为这些文件发的，请重新获取。',
      ]);
    for (const number of [one, two, three]) expect(await kinds(number)).toEqual(['base']);

    const answers = await Promise.all(Array.from({ length: 20 }, () => signWith(otp, items)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    for (const [index, number] of [one, two].entries()) {
      expect(await kinds(number)).toEqual(['base', 'signature']);
      const rows = await open().sql<{ details: string }[]>`
        select e.details from agreement_event e join agreement a on a.id = e.agreement_id
        where a.number = ${number} and e.kind = 'sign'`;
      expect(rows.map(({ details }) => JSON.parse(details) as object)).toEqual([
        expect.objectContaining({ batch: setSha256, documents: 2, consent: 'signing-batch-1' }),
      ]);
      const [agreement] = await open().sql<{ id: number }[]>`
        select id::int as id from agreement where number = ${number}`;
      const id = agreement?.id ?? 0;
      // As the evidence holds it: the words that were shown, without the other document, and what the digests are of.
      const agreed = await agreedConsents(open().sql, id, await readEvents(open().sql, id));
      const lines = consent.text.split('\n');
      const other = lines.findLastIndex((line) => !line.includes(number));
      lines[other] = `${2 - index}.另一份文件（不在本包中，清单项摘要 ${digests[1 - index] ?? ''}）`;
      expect(agreed.consents.map(({ text }) => text)).toEqual([lines.join('\n')]);
      const own = { number, headSha256: items[index]?.headSha256, salt: salts[index]?.salt };
      expect([...agreed.sets]).toEqual([[setSha256, { text: set, own }]]);
    }
  }, 120_000);

  it('are not signed when one got another signature since: the code is void and says which', async () => {
    const items = await itemsOf(three, beside);
    const { otp } = await codeFor(items);
    const beforeHim = await desk.signing(officer, 'POST /api/signing/sign', await desk.signature(officer));
    await portal.expectStatus(beforeHim, 200);
    expect(await told(await signWith(otp, items))).toEqual([409, expect.stringContaining(beside)]);
    expect(await kinds(three)).toEqual(['base']);
    expect((await signWith(otp, items)).status).toBe(422);
    const stale = await desk.signing(cookie, 'POST /api/signing/batch/otp', { items });
    expect(await told(stale)).toEqual([409, expect.stringContaining(beside)]);
  }, 60_000);

  it('are each told by itself: one that cannot be signed any more leaves the others signed, and a second sending repeats nothing', async () => {
    const items = await itemsOf(three, four);
    const { otp } = await codeFor(items);
    const reason = { reason: '企业改变计划' };
    await portal.expectStatus(
      await portal.send(portal.publisher, `POST /api/agreements/${four}/void`, reason),
      204,
    );
    // A picture that cannot be used takes no code.
    const blurred = await signWith(otp, items, { sealPicture: Buffer.from('GIF89a').toString('base64') });
    expect(await told(blurred)).toEqual([422, expect.stringContaining('PNG')]);
    // Nor does another name than his, or nothing that can be seen.
    const misnamed = await signWith(otp, items, { typedName: '某市人民政府' });
    expect(await told(misnamed)).toEqual([422, expect.stringContaining('姓名不一致')]);
    expect(await told(await signWith(otp, items, { strokes: [] }))).toEqual([
      422,
      expect.stringContaining('没有可以看见的签名'),
    ]);
    const first = await desk.json<SignedBatch>(await signWith(otp, items, { key: 'batch-key-1' }));
    expect(first.items).toEqual([
      {
        ...{ number: three, status: 'in-progress', state: 'signed' },
        ...{ isSigned: true, refusal: null, reason: null, about: null },
      },
      {
        number: four,
        status: 'voided',
        state: 'expired',
        isSigned: false,
        refusal: '协议现在的状态不能这样办，请刷新后查看。',
        reason: 'wrong-state',
        about: null,
      },
    ]);
    expect(await desk.json<SignedBatch>(await signWith(otp, items, { key: 'batch-key-1' }))).toEqual(first);
    expect(await kinds(three)).toEqual(['base', 'signature']);
  }, 60_000);

  it('count wrong codes: five spend a code, also for who has the right one then, and twenty stop the place until a new link', async () => {
    const five = await opened();
    const items = await itemsOf(beside, five);
    const wrong = (otp: string) => `${(Number(otp[0]) + 1) % 10}${otp.slice(1)}`;
    for (let code = 1; code <= 4; code += 1) {
      const { otp } = await codeFor(items);
      for (let count = 1; count <= 5; count += 1)
        expect(await told(await signWith(wrong(otp), items))).toEqual([
          422,
          '验证码不对；连错 5 次须重新获取。',
        ]);
      const why = code === 4 ? '验证码累计输错 20 次' : '已连错 5 次';
      expect(await told(await signWith(otp, items))).toEqual([422, expect.stringContaining(why)]);
    }
    portal.clock.forward(60_000);
    const another = await desk.signing(cookie, 'POST /api/signing/batch/otp', { items });
    expect(await told(another)).toEqual([422, expect.stringContaining('已停止发送和使用验证码')]);
    // Nor by a code for one of them alone.
    const alone = await desk.signing(cookie, 'POST /api/signing/otp');
    expect(await told(alone)).toEqual([422, expect.stringContaining('已停止发送和使用验证码')]);
    expect([await kinds(beside), await kinds(five)]).toEqual([['base', 'signature'], ['base']]);
    // Once of each place, at the twentieth.
    expect([await locksIn(beside), await locksIn(five)]).toEqual([[0], [0]]);
  }, 60_000);

  it('say that a place is stopped once, also where tries at the same time went past the limit together', async () => {
    const six = await opened();
    const { database, now } = agreementParts(portal, open());
    const [place] = await database.sql<{ agreementId: number }[]>`
      select id::int as "agreementId" from agreement where number = ${six}`;
    if (place === undefined) throw new Error('it was sent');
    const [baseSha256, codeHash, at] = [Buffer.alloc(32), Buffer.alloc(32), now()];
    const code = { ...place, position: 0, purpose: 'sign', channel: 'mail', baseSha256, codeHash } as const;
    await database.transaction((tx) => writeCode(tx, { ...code, at, endsAt: new Date(at.getTime() + 1000) }));
    const fail = async (count: number) => {
      await database.sql`
        update signing_code set failures = failures + ${count} where id = (
          select max(id) from signing_code where agreement_id = ${place.agreementId})`;
      await database.transaction((tx) => noteIfLocked(tx, { now }, { ...place, position: 0 }));
      return await locksIn(six);
    };
    expect([await fail(19), await fail(2), await fail(1)]).toEqual([[], [0], [0]]);
  });

  it('count the try that stops a place together with its event, or not at all', async () => {
    const seven = await opened();
    const { database, now } = agreementParts(portal, open());
    const { sql } = database;
    const [place] = await sql<{ agreementId: number }[]>`
      select id::int as "agreementId" from agreement where number = ${seven}`;
    if (place === undefined) throw new Error('it was sent');
    const [baseSha256, codeHash, at] = [Buffer.alloc(32), Buffer.alloc(32), now()];
    const code = { ...place, position: 0, purpose: 'sign', channel: 'mail', baseSha256, codeHash } as const;
    await database.transaction((tx) => writeCode(tx, { ...code, at, endsAt: new Date(at.getTime() + 1000) }));
    await sql`
      update signing_code set failures = 19 where id = (
        select max(id) from signing_code where agreement_id = ${place.agreementId})`;
    const items = await itemsOf(await opened(), seven);
    const { otp } = await codeFor(items);
    const wrong = async () => (await signWith(otp === '000000' ? '000001' : '000000', items)).status;
    const tries = async () => {
      const [row] = await sql<{ failures: number }[]>`
        select failures from signing_batch order by id desc limit 1`;
      return row?.failures;
    };
    await sql`
      alter table agreement_event add constraint no_lock check (kind <> 'place-locked') not valid`;
    try {
      expect([await wrong(), await tries(), await locksIn(seven)]).toEqual([500, 0, []]);
    } finally {
      await sql`alter table agreement_event drop constraint no_lock`;
    }
    expect([await wrong(), await tries(), await locksIn(seven)]).toEqual([422, 1, [0]]);
  });
});
