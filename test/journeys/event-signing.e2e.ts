import { expect, it } from 'vitest';
import { Agreement } from '../../api/agreements/agreement-schema.ts';
import { StaffEvent } from '../../api/events/staff-schema.ts';
import { expectAccessible } from '../support/browser.ts';
import { demoAccount } from '../support/demo-accounts.ts';
import { ownSite } from '../support/own-site.ts';
import { signerBy } from '../support/signer-requests.ts';
import { signingDesk } from '../support/signing-desk.ts';
import { staffOf } from '../support/staff-requests.ts';

const site = ownSite({ webgl: true });
const { office, linkIn, codeIn, prepare } = signingDesk(site);
const company = {
  ...{ role: 'signer', group: 1, name: '林国栋' },
  ...{ organisation: '宁波某汽车零部件有限公司', email: 'lin@company.example' },
};
const city = {
  ...{ role: 'signer', group: 1, name: '陈立' },
  ...{ organisation: '武义县招商投资促进中心', email: 'chen@city.example' },
};
const title = (zh: string, en: string) => ({ zh, en });
/** The seal needs a certificate's timestamp, and other journeys run beside this one. */
const sealing = { timeout: 120_000 };

it('shows a signing in progress, and in force by itself once it is sealed, to the hall and to telephones', async () => {
  const number = await prepare(company, city, { publishName: true, publishAmount: true });
  const confirming = await signerBy(site.origin, await linkIn(company.email, /草稿/), () =>
    codeIn(company.email),
  );
  await confirming.confirm();
  await office(`POST /api/agreements/${number}/send`);
  const signers = [];
  for (const { email } of [company, city])
    signers.push(await signerBy(site.origin, await linkIn(email, /请签署/), () => codeIn(email)));

  const host = await staffOf(site.origin, demoAccount(site.dataDir, 'host'), []);
  const items = [
    { kind: 'speech', title: title('致辞', 'Opening'), plannedSeconds: 300 },
    { kind: 'project-signing', title: title('电驱动总成项目签约', 'Drive units'), plannedSeconds: 90 },
  ];
  const head = { slug: 'stage', title: title('春季云签约', 'Spring signing'), isAnnounced: true };
  await host('POST /api/events', { ...head, startsAt: new Date().toISOString(), items });
  const see = async () => StaffEvent.parse(await host('GET /api/staff/events/stage'));
  const press = async (verb: string, more = {}) => {
    const { seq: expectedSeq } = await see();
    await host(`POST /api/events/stage/${verb}`, { expectedSeq, ...more });
  };
  const item = (await see()).items[1]?.id;
  const shown = await office(`GET /api/agreements/${number}`);
  const { project } = Agreement.pick({ project: true }).parse(shown);
  const tie = { project: project.number, agreement: number, ceremony: 'on-stage' };
  await host(`PUT /api/events/stage/items/${item}/signing`, tie);

  const phone = await site.open('/events/stage', { size: 'phone' });
  const console = await site.openAs(demoAccount(site.dataDir, 'host'), '/console/events/stage');
  await console.getByText('乙方未就绪').first().waitFor();
  const codes = [];
  for (const signer of signers) codes.push(await signer.makeReady());
  await console.getByText('各方就绪').first().waitFor();

  await press('standby', { item });
  await press('take');
  await phone.getByText('签署处理中').first().waitFor();
  await phone.getByText('宁波某汽车零部件有限公司').waitFor();
  expect((await see()).totals.projects.count).toBe(0);
  await expectAccessible(phone);
  await expectAccessible(console);

  for (const [index, signer] of signers.entries()) await signer.sign(codes[index] ?? '');
  await phone.getByText('已生效').first().waitFor(sealing);
  await console.getByText('已生效').first().waitFor();
  expect((await see()).totals.intents).toEqual({ count: 1, amount: 1_680_000_000 });
  await expectAccessible(phone);
});
