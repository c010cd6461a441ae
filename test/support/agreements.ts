import type { Agreement, PreparedAgreement } from '../../api/agreements/agreement-schema.ts';
import type { AgreementParts } from '../../api/agreements/parts.ts';
import { approveTemplate, offerTemplates } from '../../api/agreements/template-store.ts';
import { readTemplates } from '../../api/agreements/templates.ts';
import type { AskedPurpose } from '../../api/agreements/terms.ts';
import type { Signing } from '../../api/agreements/signing-schema.ts';
import { takeDueLetter } from '../../api/letters/store.ts';
import type { Database } from '../../api/db/database.ts';
import type { SignedIn } from './accounts.ts';
import { testAccounts, testBlobs, testSigning } from './portal.ts';
import type { Publishing } from './publishing.ts';

const origin = 'http://127.0.0.1:8080';

export type Letter = { recipient: string; subject: string; body: string; cause: string };

/** What the errands and stores of a portal's agreements are called with, beside its routes. */
export function agreementParts(portal: Publishing, database: Database): AgreementParts {
  return {
    ...testSigning,
    ...testAccounts(),
    database,
    blobs: testBlobs,
    city: portal.city,
    isHttps: false,
    origin: () => 'http://127.0.0.1:8080',
    now: portal.clock.now,
  };
}

/**
 * 印章与人: a portal in which agreements are prepared and signed; letters are read where a mail server would get them. `rehearsed`:
 * what would have been sent for a rehearsal, and was not.
 */
export async function openAgreements(
  portal: Publishing,
  database: Database,
  rehearsed: readonly Letter[] = [],
) {
  const { app, send, expectStatus, publisher, reviewer } = portal;
  const { secrets } = testAccounts();
  await database.transaction(async (tx) => {
    const templates = await readTemplates('data/agreements');
    await offerTemplates(tx, templates, portal.clock.now());
    for (const { key, version } of templates)
      await approveTemplate(tx, { key, version, accountId: reviewer.accountId, at: portal.clock.now() });
  });

  const signatory = { role: 'signer', group: 1 } as const;
  const city = {
    ...signatory,
    name: '陈立',
    organisation: '武义县招商投资促进中心',
    email: 'chen@city.test',
  };
  const company = {
    ...signatory,
    name: '林国栋',
    organisation: '宁波某汽车零部件有限公司',
    email: 'lin@company.test',
    phone: '13900008806',
  };

  async function json<Body>(response: Response, status = 200): Promise<Body> {
    return (await (await expectStatus(response, status)).json()) as Body;
  }

  async function project(over: object = {}) {
    const body = {
      name: '年产 60 万套电驱动总成项目',
      company: company.organisation,
      investorClass: 'private',
      channel: 'enquiry',
      investmentTotal: 1_680_000_000,
      ...over,
    };
    return json<{ id: number }>(await send(publisher, 'POST /api/projects', body), 201);
  }

  async function prepare(over: object = {}): Promise<PreparedAgreement> {
    const { id } = await project();
    const body = {
      template: 'letter-of-intent',
      projectId: id,
      parties: [company, { ...city, group: 2 }],
      ...over,
    };
    return json(await send(publisher, 'POST /api/agreements', body), 201);
  }

  const read = async (number: string, who: SignedIn = publisher) =>
    json<Agreement>(await send(who, `GET /api/agreements/${number}`));

  /** Through every gate, confirmed by both sides; `email`: of who confirms for the company. */
  async function pass(number: string, email = company.email) {
    const { draftSha256 } = await read(number);
    for (const gate of ['legality', 'fair-competition', 'seal']) {
      const word = { gate, outcome: 'passed', draftSha256 };
      await expectStatus(await send(reviewer, `POST /api/agreements/${number}/review`, word), 204);
    }
    await expectStatus(await send(publisher, `POST /api/agreements/${number}/confirm`, { draftSha256 }), 204);
    await expectStatus(await send(publisher, `POST /api/agreements/${number}/share`), 204);
    const cookie = await exchange(await linkTo(email));
    const otp = await codeTo(cookie, 'confirm');
    await expectStatus(await signing(cookie, 'POST /api/signing/confirm', { otp, draftSha256 }), 204);
  }

  async function sent(over: object = {}): Promise<string> {
    const { number } = await prepare(over);
    await pass(number);
    await expectStatus(await send(publisher, `POST /api/agreements/${number}/send`), 204);
    return number;
  }

  /** 待公告: a parcel that is public and has no notice yet. */
  async function publishPlanned(code: string) {
    await portal.publish(code, ({ fields }) => {
      const dates = [
        'noticeAt',
        'signupStartsAt',
        'signupEndsAt',
        'depositEndsAt',
        'listingStartsAt',
        'listingEndsAt',
        'constructionStartDueOn',
        'completionDueOn',
        'fullProductionDueOn',
      ];
      return { fields: Object.fromEntries(Object.entries(fields).filter(([key]) => !dates.includes(key))) };
    });
  }

  const kept: Letter[] = [];
  /** Takes what waits in the outbox. */
  async function letters(): Promise<Letter[]> {
    for (const medium of ['mail', 'sms'] as const)
      for (;;) {
        const letter = await takeDueLetter(database.sql, { medium, leaseSeconds: 3600, secrets });
        if (letter === null) break;
        if (letter.content !== null) kept.push({ ...letter.content, cause: letter.cause });
      }
    return [...kept, ...rehearsed];
  }

  /** The newest token of the links sent to an address. */
  async function linkTo(email: string): Promise<string> {
    const newest = (await letters())
      .filter(({ recipient, body }) => recipient === email && body.includes('#t='))
      .at(-1);
    const [, token] = /\/sign#t=([\w-]+)/.exec(newest?.body ?? '') ?? [];
    if (token === undefined) throw new Error(`no link went to ${email}`);
    return token;
  }

  /** The cookie that a link is exchanged for, in a browser that may have one of another link. */
  async function exchange(token: string, earlier: string | null = null): Promise<string> {
    const response = await signing(earlier, 'POST /api/signing/exchange', { token });
    await expectStatus(response, 204);
    return (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
  }

  /** As a page of the signer sends it. */
  async function signing(cookie: string | null, request: string, body?: unknown) {
    const [method = 'GET', path = '/', key] = request.split(' ');
    return app.request(path, {
      method,
      headers: {
        Origin: origin,
        ...(cookie !== null && { Cookie: cookie }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(key !== undefined && { 'Idempotency-Key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  const page = async (cookie: string) => json<Signing>(await signing(cookie, 'GET /api/signing'));

  /** Reads what a link opened to its end, or another of what was opened beside it. */
  async function reads(cookie: string | null, other?: { number: string; contentSha256: string }) {
    const { number, contentSha256 } = other ?? (await page(cookie ?? ''));
    await expectStatus(await signing(cookie, 'POST /api/signing/read', { number, contentSha256 }), 204);
  }

  /** Asks for a code, after reading, and reads it where it was sent. */
  async function code(cookie: string): Promise<string> {
    await reads(cookie);
    await expectStatus(await signing(cookie, 'POST /api/signing/otp'), 200);
    return newestCode();
  }

  /** One for something else than his own act, which need not be read. */
  async function codeTo(cookie: string, purpose: AskedPurpose): Promise<string> {
    await expectStatus(await signing(cookie, `POST /api/signing/otp?purpose=${purpose}`), 200);
    return newestCode();
  }

  /** As it was sent. */
  async function newestCode(): Promise<string> {
    const newest = (await letters()).filter(({ cause }) => cause === 'agreement.code').at(-1);
    const [digits] = /^\d{6}$/m.exec(newest?.body ?? '') ?? [];
    if (digits === undefined) throw new Error('no code was sent');
    return digits;
  }

  /** What a signer posts who read it all. */
  async function signature(cookie: string, over: object = {}) {
    const { baseSha256, consent } = await page(cookie);
    return {
      otp: await code(cookie),
      baseSha256,
      strokes: [
        [
          { x: 0.1, y: 0.2 },
          { x: 0.5, y: 0.7 },
          { x: 0.9, y: 0.3 },
        ],
      ],
      consent: { textVersion: consent.textVersion, accepted: true },
      ...over,
    };
  }

  async function signBy(email: string): Promise<Response> {
    const cookie = await exchange(await linkTo(email));
    return signing(cookie, 'POST /api/signing/sign', await signature(cookie));
  }

  /** By the calls of the contract alone, without the page and its report of the reading. */
  async function signByContract(email: string): Promise<Response> {
    const cookie = await exchange(await linkTo(email));
    const { baseSha256, consent } = await page(cookie);
    await expectStatus(await signing(cookie, 'POST /api/signing/otp'), 200);
    const strokes = [
      [
        { x: 0.1, y: 0.2 },
        { x: 0.5, y: 0.7 },
      ],
    ];
    const accepted = { textVersion: consent.textVersion, accepted: true };
    const asked = { otp: await newestCode(), baseSha256, strokes, consent: accepted };
    return signing(cookie, 'POST /api/signing/sign', asked);
  }

  return {
    city,
    company,
    json,
    project,
    prepare,
    publishPlanned,
    read,
    pass,
    sent,
    letters,
    linkTo,
    exchange,
    signing,
    page,
    reads,
    code,
    codeTo,
    newestCode,
    signature,
    signBy,
    signByContract,
  };
}
