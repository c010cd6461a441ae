import { beforeAll, expect, it } from 'vitest';
import type { Signatory } from '../api/agreements/agreement-schema.ts';
import { signedIn } from './support/accounts.ts';
import { openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { detail?: string; errors?: { path: string }[] };
type Place = Partial<Signatory>;

onBothDatabases('who may stand in which place of an agreement', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let projectId: number;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    projectId = (await desk.project({ creditCode: '91330200MA2XXXXX73' })).id;
  });

  const company = (over: Place = {}) => ({ ...desk.company, party: 'company', ...over });
  const city = (over: Place = {}) => ({ ...desk.city, party: 'government', group: 2, ...over });

  async function asked(...parties: object[]) {
    const body = { template: 'letter-of-intent', projectId, parties };
    const answer = await portal.send(portal.publisher, 'POST /api/agreements', body);
    const { detail, errors = [] } = (await answer.json()) as Problem;
    return { status: answer.status, detail, path: errors[0]?.path };
  }

  it('no organisation but the project’s company stands beside its registration, be it alone or second', async () => {
    const other = { organisation: '杭州完全另一家有限公司', email: 'wang@other.test', phone: '13900003333' };
    for (const [place, ...parties] of [
      [0, company(other), city()],
      [1, company(), company({ ...other, name: '王二' }), city()],
      [2, company(), city(), company({ ...other, role: 'approver' })],
    ] as const) {
      const { status, detail, path } = await asked(...parties);
      expect([status, path]).toEqual([422, `parties.${place}.organisation`]);
      expect(detail).toContain(other.organisation);
      expect(detail).toContain(desk.company.organisation);
    }
    const colleague = company({ name: '王二', email: 'wang@company.test', phone: '13900003333' });
    expect(
      (await asked(company({ organisation: '宁波某汽车零部件 有限公司' }), colleague, city())).status,
    ).toBe(201);
  });

  it('no mailbox and no telephone of the office stands for another side, however they are written', async () => {
    const { email } = portal.publisher;
    const tagged = email.replace('@', '+lin@').toUpperCase();
    for (const own of [email, tagged])
      expect(await asked(company({ email: own }), city())).toMatchObject({
        status: 422,
        path: 'parties.0.email',
      });
    await open().sql`
      insert into duty_officer ${open().sql({
        department_code: 'wuyi',
        position: 90,
        name_zh: '值班员',
        name_en: 'Officer',
        phone: '+86 138-0000 0907',
      })}`;
    for (const phone of ['13800000907', '0086 138 0000 0907', portal.city.pack.hotline.phone])
      expect(await asked(company({ phone }), city())).toMatchObject({ status: 422, path: 'parties.0.phone' });
    expect((await asked(company(), city({ phone: '13800000907' }))).status).toBe(201);
  });

  it('a draft is not shown to whoever joined the office since', async () => {
    const email = 'joins@company.test';
    const { number } = await desk.prepare({ parties: [company({ email }), city()] });
    const { email: joined } = await signedIn(open(), 'publisher');
    await open().sql`update account set email = 'joins+office@company.test' where email = ${joined}`;
    const share = await portal.send(portal.publisher, `POST /api/agreements/${number}/share`);
    expect([share.status, ((await share.json()) as Problem).errors?.[0]?.path]).toEqual([
      422,
      'parties.0.email',
    ]);
  });

  it('nobody is his own witness or approver', async () => {
    for (const role of ['approver', 'witness'] as const) {
      const again = city({ role, group: 3, email: 'CHEN+2@city.test' });
      expect(await asked(company(), city(), again)).toMatchObject({ status: 422, path: 'parties.2.email' });
      const { phone } = desk.company;
      const own = company({ role, group: 3, email: 'other@company.test', phone: `+86 ${phone}` });
      expect(await asked(company(), city(), own)).toMatchObject({ status: 422, path: 'parties.2.phone' });
    }
    expect((await asked(company(), city(), city({ role: 'viewer' }))).status).toBe(201);
  });
});
