import { beforeAll, expect, it } from 'vitest';
import { signedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Refusal = { reason?: string; errors: { path: string }[] };

onBothDatabases('the office’s own addresses', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  /** However each is written: the mailbox of a colleague; an officer's telephone, and the hotline. */
  let mails: string[];
  let phones: string[];

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    await officer(90, '+86 137-0000 0055');
    const { email } = portal.reviewer;
    const [name = '', host = ''] = email.split('@');
    mails = [email, email.toUpperCase(), `${name}+any@${host}`, `${name}+a+b@${host.toUpperCase()}`];
    const hotline = portal.city.pack.hotline.phone;
    phones = ['13700000055', '+8613700000055', '137 0000 0055', hotline, hotline.replace('+86 ', '0')];
  });

  const officer = (position: number, phone: string) =>
    open().sql`
      insert into duty_officer ${open().sql({
        department_code: portal.city.pack.hotline.department,
        position,
        name_zh: '值班',
        name_en: 'Duty',
        phone,
      })}`;
  /** 入职: an address becomes a colleague's. */
  async function joins(email: string) {
    const { email: before } = await signedIn(open(), 'publisher');
    await open().sql`update account set email = ${email} where email = ${before}`;
  }

  it.each([
    { key: 'email', own: { email: 'joins@company.test' }, become: () => joins('joins+office@company.test') },
    { key: 'phone', own: { phone: '13700000066' }, become: () => officer(91, '0086 137-0000-0066') },
  ])('get no link where a signer’s $key became one after he confirmed', async ({ key, own, become }) => {
    const company = { ...desk.company, ...own };
    const { number } = await desk.prepare({ parties: [company, { ...desk.city, group: 2 }] });
    await desk.pass(number, company.email);
    await become();
    const before = (await desk.letters()).length;
    const send = portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    const { errors } = await desk.json<Refusal>(await send, 422);
    expect(errors.map(({ path }) => path)).toEqual([`parties.0.${key}`]);
    expect([(await desk.read(number)).status, (await desk.letters()).length]).toEqual(['draft', before]);
  });

  it('are no way to hand a signature of the other side to the office', async () => {
    const number = await desk.sent();
    const cookie = await desk.exchange(await desk.linkTo(desk.company.email));
    portal.clock.forward(61_000);
    const handed = { name: '周岚', reason: '法定代表人出差', otp: await desk.codeTo(cookie, 'delegate') };
    const ask = (to: object) =>
      desk.signing(cookie, 'POST /api/signing/delegate', { ...handed, email: 'zhou@company.test', ...to });
    for (const [key, addresses, reason] of [
      ['email', mails, 'staff-address'],
      ['phone', phones, 'staff-phone'],
    ] as const)
      for (const address of addresses) {
        const refused = await desk.json<Refusal>(await ask({ [key]: address }), 422);
        expect([address, refused]).toMatchObject([address, { reason, errors: [{ path: key }] }]);
      }
    // The code that was refused for is still good for somebody else; and he must be nobody of the office when he is admitted.
    await portal.expectStatus(await ask({ email: 'tang@company.test', phone: '13700000056' }), 204);
    await joins('tang@company.test');
    const admission = { position: 0, outcome: 'admitted', authorisation: '授权委托书 2026-11-20 第 3 号' };
    const decide = (body: object) =>
      portal.send(portal.publisher, `POST /api/agreements/${number}/delegation`, body);
    const refused = await desk.json<Refusal>(await decide(admission), 422);
    expect(refused).toMatchObject({ reason: 'staff-address', errors: [{ path: 'email' }] });
    await portal.expectStatus(await decide({ position: 0, outcome: 'refused' }), 204);
  });
});
