import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { deliverBySmtp } from '../api/letters/smtp.ts';
import { deliverBySms } from '../api/letters/sms.ts';
import { asked, asking } from './support/enquiries.ts';
import { startMailServer, type MailFault, type MailServer } from './support/mail-server.ts';
import { messenger } from './support/messenger.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { startSmsGateway, type GatewayFault, type SmsGateway } from './support/sms-gateway.ts';
import { onBothDatabases } from './support/test-database.ts';

const from = { name: '金华招商地图', address: 'no-reply@zhaotu.test' };
const patience = { patienceMs: 1_000 };
const questions = 4;
/** Larger than what a socket takes at once: the line breaks in the midst of it. */
const longWords = '一期 110 亩，能否连片出让？'.repeat(230);

let mailServer: MailServer;
let gateway: SmsGateway;
beforeAll(async () => {
  mailServer = await startMailServer();
  gateway = await startSmsGateway();
});
afterAll(() => Promise.all([mailServer.close(), gateway.close()]));
beforeEach(() => {
  mailServer.received.length = 0;
  gateway.taken.length = 0;
  mailServer.unanswered = 0;
  gateway.unanswered = 0;
});

onBothDatabases('letters of enquiries and servers that fail', (open) => {
  let portal: Publishing;
  let ask: ReturnType<typeof asking>['ask'];
  let read: ReturnType<typeof asking>['read'];
  let next = 0;
  const contact = () => {
    next += 1;
    const phone = `+86 139-0000-${String(next).padStart(4, '0')}`;
    return { phone, email: `canary-${next}@supplier.test`, message: longWords };
  };

  beforeAll(async () => {
    portal = await openPublishing(open());
    ({ ask, read } = asking(portal));
    await portal.publish('E-1');
  });
  afterEach(async () => {
    await open().sql`delete from letter`;
    // These are one office's: what holds off floods is not what this is about.
    await open().sql`delete from attempt`;
  });

  const sender = () =>
    messenger(open(), portal.city, {
      mail: deliverBySmtp(`smtp://127.0.0.1:${mailServer.port}`, from, patience),
      sms: deliverBySms(gateway.url, patience),
    });

  it.each<[string, { faults?: MailFault[]; codes?: number[] }, number]>([
    ['breaks the line before the final dot', { faults: ['drop-untaken', 'drop-untaken'] }, 0],
    ['breaks the line after the final dot', { faults: ['drop-taken', 'drop-taken'] }, 2],
    ['never answers the final dot', { faults: ['silent'] }, 1],
    ['answers late', { faults: ['late', 'late'] }, 0],
    ['greylists each letter', { codes: Array.from({ length: questions }, () => 450) }, 0],
    ['is out of order (4yz)', { codes: [421, 451, 452] }, 0],
  ])(
    'arrive when the mail server %s: never lost, twice only where it took them unheard',
    async (_, { faults = [], codes = [] }, unheard) => {
      for (let index = 0; index < questions; index += 1) await ask({ ...contact() });
      const { sendUntilSettled, kept, errors, failures } = sender();
      mailServer.suffer(...faults);
      mailServer.refuseNext(...codes);
      await sendUntilSettled('mail');
      const letters = await kept();
      expect(letters.length).toBeGreaterThanOrEqual(2 * questions);
      for (const letter of letters)
        expect(letter).toMatchObject({ isSent: true, saysSomething: false, failure: null });
      const arrived = mailServer.received.map(({ mail }) => mail.messageId ?? '');
      expect(new Set(arrived)).toEqual(new Set(letters.map(({ id }) => `<${id}@zhaotu.test>`)));
      expect(mailServer.unanswered).toBe(unheard);
      expect(arrived.length - letters.length).toBe(unheard);
      if (faults.includes('drop-untaken') || codes.length > 0) expect(failures.size).toBeGreaterThan(0);
      expectNothingPersonal([...failures, ...errors]);
    },
  );

  it.each<[string, GatewayFault[], number]>([
    ['breaks the line before it has the message', ['drop-untaken', 'drop-untaken'], 0],
    ['breaks the line before its answer', ['drop-taken', 'drop-taken'], 2],
    ['never answers', ['silent'], 1],
    ['answers late', ['late'], 0],
    ['is out of order (5xx)', [500, 502, 503], 0],
    ['has had enough for now (408, 425, 429)', [408, 425, 429], 0],
    ['knows us no longer (401, 403)', [401, 403], 0],
    ['names another address', ['elsewhere'], 0],
  ])('arrive by telephone when the gateway %s, known by one id', async (_, faults, unheard) => {
    for (let index = 0; index < questions; index += 1) await ask({ ...contact(), email: undefined });
    const { sendUntilSettled, kept, errors, failures } = sender();
    gateway.suffer(...faults);
    await sendUntilSettled('sms');
    const letters = (await kept()).filter(({ medium }) => medium === 'sms');
    expect(letters).toHaveLength(questions);
    for (const letter of letters)
      expect(letter).toMatchObject({ isSent: true, saysSomething: false, failure: null });
    const arrived = gateway.taken.map(({ id, key }) => (id === key ? id : 'another key'));
    expect(new Set(arrived)).toEqual(new Set(letters.map(({ id }) => id)));
    expect(gateway.unanswered).toBe(unheard);
    expect(arrived.length - letters.length).toBe(unheard);
    for (const { to, text } of gateway.taken) {
      expect(to).toMatch(/^139\d{8}$/);
      expect(text).toContain('http://127.0.0.1:8080/enquiry#t=');
    }
    expectNothingPersonal([...failures, ...errors]);
  });

  it.each(['mail', 'sms'] as const)(
    'given up (%s) stand in the case, and its officer and the administrator know',
    async (medium) => {
      const { number } = await ask({ ...contact(), ...(medium === 'sms' && { email: undefined }) });
      const { send, kept, errors } = sender();
      const about = (await kept()).find((letter) => letter.enquiryId !== null);
      expect(about?.medium).toBe(medium);
      if (medium === 'sms') gateway.suffer(422);
      else {
        await open()
          .sql`update letter set next_attempt_at = now() + interval '1 day' where enquiry_id is null`;
        mailServer.refuseNext(550);
      }
      await send(medium);
      const given = (await kept()).find(({ id }) => id === about?.id);
      expect(given).toMatchObject({ isGivenUp: true, isSent: false, saysSomething: false });
      const seen = await read(number, portal.publisher.headers);
      expect(seen.entries.filter(({ kind }) => kind === 'undelivered')).toMatchObject([{ detail: medium }]);
      await send('mail');
      const told = mailServer.received.find(({ mail }) => mail.subject?.includes('未送达'));
      expect(told?.mail.subject).toContain(number);
      expect(told?.mail.text).toContain(`/console/enquiries/${number}`);
      const admin = await portal.person('admin');
      const answer = await portal.app.request('/api/admin/letters', { headers: admin.headers });
      const page = (await answer.json()) as { items: { enquiryNumber: string }[] };
      expect(page.items.filter(({ enquiryNumber }) => enquiryNumber === number)).toMatchObject([
        {
          medium,
          cause: 'enquiry.acknowledge',
          failure: medium === 'sms' ? 'HTTP 422' : 'EENVELOPE 550',
          attempts: 1,
        },
      ]);
      expectNothingPersonal([JSON.stringify(page), ...errors]);
    },
  );

  it('that an erasure took back are no dead letters, and tell nobody', async () => {
    const { number, link } = await ask({ ...contact(), email: undefined });
    const erased = await portal.app.request(`/api/enquiries/${number}/erase`, {
      method: 'POST',
      headers: link,
    });
    expect(erased.ok).toBe(true);
    const { send } = sender();
    await send('sms');
    expect(gateway.taken).toEqual([]);
    const admin = await portal.person('admin');
    const answer = await portal.app.request('/api/admin/letters', { headers: admin.headers });
    expect(await answer.json()).toMatchObject({ total: 0, items: [] });
  });

  it('whose key is not here wait for it, and hold up no other', async () => {
    const { number } = await ask({ ...contact(), email: undefined });
    await ask({ ...contact(), email: undefined });
    await open().sql`
      update letter set sealed = '\\x00112233445566778899' where medium = 'sms' and enquiry_id =
        (select id from enquiry where number = ${number})`;
    const { send, kept, errors } = sender();
    await send('sms');
    expect(gateway.taken).toHaveLength(1);
    expect((await kept()).filter(({ medium, isSent }) => medium === 'sms' && !isSent)).toMatchObject([
      { isGivenUp: false, failure: 'sealed', saysSomething: true },
    ]);
    expect(errors).toHaveLength(1);
  });
});

function expectNothingPersonal(said: unknown[]): void {
  const text = said.map(String).join('\n');
  expect(text).not.toMatch(/canary|supplier|139|zhaotu\.test/);
  for (const word of [asked.company, asked.contactName, '110 亩']) expect(text).not.toContain(word);
}
