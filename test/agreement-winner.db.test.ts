import { beforeAll, expect, it } from 'vitest';
import type { ProjectDetail } from '../api/agreements/agreement-schema.ts';
import { tendAgreements } from '../api/agreements/errand.ts';
import type { WinnerAnswer } from '../api/agreements/winner-schema.ts';
import type { WorkList } from '../api/drafts/schema.ts';
import { atLeast, parcelDraft, square } from './support/parcels.ts';
import { listed, openSigningPortal, publishAtOnce, type SigningPortal } from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

type Problem = { detail?: string; errors?: { path: string }[] };

const creditCode = '91330200MA2XXXXX73';

onBothDatabases('标准地投资建设协议', (open) => {
  let portal: SigningPortal['portal'];
  let desk: SigningPortal['desk'];
  let parts: SigningPortal['parts'];

  beforeAll(async () => {
    ({ portal, desk, parts } = await openSigningPortal(open()));
    await publishAtOnce(portal, open(), [
      soldParcel('W-1', 0),
      soldParcel('W-2', 0.01),
      soldParcel('W-4', 0.02),
      parcelDraft('W-3', { geometry: square(119.34, 28.6) }),
    ]);
  });

  /** 已成交: with everything that the agreement asks of it. */
  function soldParcel(code: string, east: number) {
    const indicators = Object.fromEntries(
      portal.city.pack.indicators.map(({ key }, index) => [key, atLeast(index + 1)]),
    );
    return parcelDraft(code, {
      geometry: square(119.3 + east, 28.6),
      admissions: [{ industry: '36', note: null, indicators, basis: null }],
      fields: {
        termYears: 50,
        locationText: '示例路以北',
        ...listed,
        constructionStartDueOn: '2027-06-30',
        completionDueOn: '2029-06-30',
        fullProductionDueOn: '2031-06-30',
      },
      events: [{ kind: 'sold', at: '2026-11-02T10:00:00+08:00', amountYuan: 9_000_000, document: null }],
    });
  }

  const winnerOf = (code: string) => ({
    company: desk.company.organisation,
    creditCode,
    confirmationNumber: `武成交〔2026〕${code} 号`,
    confirmedOn: '2026-11-02',
  });
  const enter = (code: string, over: object = {}, who = portal.publisher) =>
    portal.send(who, `POST /api/parcels/${code}/winner`, { ...winnerOf(code), ...over });
  const decide = (code: string, outcome: string, who = portal.reviewer) =>
    portal.send(who, `POST /api/parcels/${code}/winner/confirm`, { outcome });
  const readWinner = async (code: string) =>
    desk.json<WinnerAnswer>(await portal.send(portal.reviewer, `GET /api/parcels/${code}/winner`));

  async function ask(code: string, project: object, over: object = {}) {
    const { id } = await desk.project({ fixedInvestment: 1_210_000_000, ...project });
    return portal.send(portal.publisher, 'POST /api/agreements', {
      template: 'standard-land-agreement',
      projectId: id,
      parcelCodes: [code],
      parties: [desk.company, { ...desk.city, group: 2 }],
      details: { 'company.address': '宁波市北仑区', 'project.content': '电驱动总成' },
      terms: { landContract: '武出让〔2026〕18 号', damagesBaseYuan: 3_000_000 },
      ...over,
    });
  }
  async function places(response: Response) {
    const { errors } = (await response.json()) as Problem;
    return [response.status, errors?.map(({ path }) => path)];
  }

  it('a winner is entered with the deal by the department and confirmed by somebody else', async () => {
    expect((await enter('W-3')).status).toBe(409);
    expect(await readWinner('W-3')).toEqual({ soldAt: null, winner: null });
    expect(await places(await enter('W-2', { creditCode: '91330200MA2XXXXX70' }))).toEqual([
      422,
      ['creditCode'],
    ]);
    expect(await places(await enter('W-2', { confirmedOn: '2030-01-01' }))).toEqual([422, ['confirmedOn']]);
    expect((await decide('W-2', 'confirmed')).status).toBe(409);
    const both = await portal.person('publisher');
    expect((await enter('W-2', {}, both)).status).toBe(204);
    expect((await enter('W-2')).status).toBe(409);
    await open().sql`
      update account set role = 'reviewer', competences = array['land'], department_code = 'natural-resources'
      where id = ${both.accountId}`;
    expect((await decide('W-2', 'confirmed', both)).status).toBe(409);
    expect((await decide('W-2', 'refused')).status).toBe(204);
    expect(await readWinner('W-2')).toMatchObject({ winner: { ...winnerOf('W-2'), outcome: 'refused' } });
    expect(await places(await ask('W-2', { creditCode }))).toEqual([422, ['parcelCodes']]);
    expect((await enter('W-2')).status).toBe(204);
  });

  it('is made with the recorded winner alone, and its promises are kept once all have signed', async () => {
    expect(await places(await ask('W-1', { creditCode }))).toEqual([422, ['parcelCodes']]);
    expect((await enter('W-1')).status).toBe(204);
    expect(await places(await ask('W-1', { creditCode }))).toEqual([422, ['parcelCodes']]);
    // 待办: of whoever may confirm it; who entered it sees that it waits.
    const work = async (who: typeof portal.reviewer) => {
      const { mine, others } = await desk.json<WorkList>(await portal.send(who, 'GET /api/staff/work'));
      const ofWinner = (items: WorkList['mine']) =>
        items.filter(({ code, kind }) => code === 'W-1' && /winner/.test(kind)).map(({ kind }) => kind);
      return [ofWinner(mine), ofWinner(others)];
    };
    expect(await work(portal.reviewer)).toEqual([['winner'], []]);
    const colleague = await portal.person('publisher');
    const stranger = await portal.person('publisher', { department: 'lanxi' });
    for (const who of [portal.publisher, colleague])
      expect(await work(who)).toEqual([[], ['waiting-winner']]);
    expect(await work(stranger)).toEqual([[], []]);
    expect((await decide('W-1', 'confirmed')).status).toBe(204);
    expect([await work(portal.reviewer), await work(portal.publisher)].flat(2)).toEqual([]);
    expect(await places(await ask('W-1', {}))).toEqual([422, ['projectId']]);
    expect(await places(await ask('W-1', { creditCode: '91440300708461136T' }))).toEqual([
      422,
      ['projectId'],
    ]);
    const other = { ...desk.company, party: 'company', organisation: '宁波另一家有限公司' };
    expect(
      await places(await ask('W-1', { creditCode }, { parties: [other, { ...desk.city, group: 2 }] })),
    ).toEqual([422, ['parties.0.organisation']]);
    expect(
      await places(await ask('W-1', { creditCode }, { terms: { dealConfirmation: '另一个编号' } })),
    ).toEqual([422, ['terms.dealConfirmation']]);

    const prepared = await desk.json<{ number: string; missing: unknown[] }>(
      await ask('W-1', { creditCode }),
      201,
    );
    expect(prepared.missing).toEqual([]);
    const { number } = prepared;
    await desk.pass(number);
    const draft = await desk.read(number);
    expect(JSON.stringify(draft.text)).toContain('武成交〔2026〕W-1 号');

    // Sold once more: the winner of the deal before counts no more.
    const at = portal.clock.now();
    await open().sql`
      insert into parcel_event (parcel_id, kind, at, recorded_at)
      select id, 'sold', ${at}, ${at} from parcel where code = 'W-1'`;
    const send = () => portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    const refused = await send();
    expect([refused.status, ((await refused.json()) as Problem).detail]).toEqual([
      409,
      expect.stringMatching(/^W-1 还没有经第二人确认的竞得人/),
    ]);
    expect((await enter('W-1', { creditCode: '91440300708461136T' })).status).toBe(204);
    expect((await decide('W-1', 'refused')).status).toBe(204);
    expect((await enter('W-1')).status).toBe(204);
    expect((await send()).status).toBe(409);
    expect((await decide('W-1', 'confirmed')).status).toBe(204);
    await portal.expectStatus(await send(), 204);

    const promised = async () => {
      const project = await desk.json<ProjectDetail>(
        await portal.send(portal.publisher, `GET /api/projects/${draft.project.id}`),
      );
      return [(await desk.read(number)).obligations.length, project.obligations.length];
    };
    expect(await promised()).toEqual([0, 0]);
    for (const email of [desk.company.email, desk.city.email])
      await portal.expectStatus(await desk.signBy(email), 200);
    expect(await promised()).toEqual([0, 0]);
    await tendAgreements(parts, AbortSignal.timeout(60_000));
    expect((await desk.read(number)).status).toBe('completed');
    const [ofAgreement = 0, ofProject] = await promised();
    expect([ofAgreement > 3, ofProject]).toEqual([true, ofAgreement]);
  });

  it('a company from abroad wins under its own register, and only that company signs', async () => {
    const foreignRegistration = { country: 'DE', number: 'HRB 12345' };
    const { creditCode: _, ...abroad } = { ...winnerOf('W-4'), foreignRegistration };
    const say = (body: object) => portal.send(portal.publisher, 'POST /api/parcels/W-4/winner', body);
    expect(await places(await enter('W-4', { foreignRegistration }))).toEqual([422, ['foreignRegistration']]);
    expect(await places(await say({ ...abroad, foreignRegistration: undefined }))).toEqual([
      422,
      ['creditCode'],
    ]);
    const nowhere = { country: 'CN', number: 'HRB 12345' };
    expect(await places(await say({ ...abroad, foreignRegistration: nowhere }))).toEqual([
      422,
      ['foreignRegistration'],
    ]);
    expect((await say(abroad)).status).toBe(204);
    expect((await decide('W-4', 'confirmed')).status).toBe(204);
    expect(await readWinner('W-4')).toMatchObject({
      soldAt: '2026-11-02T10:00:00+08:00',
      winner: { creditCode: null, foreignRegistration: 'DE HRB 12345', isOwn: false },
    });

    for (const project of [{ creditCode }, {}, { foreignRegistration: { country: 'DE', number: 'HRB 1' } }])
      expect(await places(await ask('W-4', project))).toEqual([422, ['projectId']]);
    const { number, missing } = await desk.json<{ number: string; missing: unknown[] }>(
      await ask('W-4', { foreignRegistration: { country: 'DE', number: 'hrb 12345' } }),
      201,
    );
    expect(missing).toEqual([]);
    await desk.pass(number);

    // Sold once more, and this time to another company of the same register.
    const at = portal.clock.now();
    await open().sql`
      insert into parcel_event (parcel_id, kind, at, recorded_at)
      select id, 'sold', ${at}, ${at} from parcel where code = 'W-4'`;
    const send = () => portal.send(portal.publisher, `POST /api/agreements/${number}/send`);
    const confirm = async (foreign: object) => {
      expect((await say({ ...abroad, foreignRegistration: foreign })).status).toBe(204);
      expect((await decide('W-4', 'confirmed')).status).toBe(204);
    };
    await confirm({ country: 'AT', number: 'HRB 12345' });
    const refused = await send();
    expect([refused.status, ((await refused.json()) as Problem).detail]).toEqual([
      409,
      '乙方的境外登记与 W-4 的竞得人不符，请核对项目的登记信息。',
    ]);
    const later = portal.clock.now();
    await open().sql`
      insert into parcel_event (parcel_id, kind, at, recorded_at)
      select id, 'sold', ${later}, ${later} from parcel where code = 'W-4'`;
    await confirm(foreignRegistration);
    await portal.expectStatus(await send(), 204);
  });

  it('no winner is public', async () => {
    for (const path of ['/api/parcels/W-1', '/api/parcels', '/api/parcels/W-1.geojson']) {
      const response = await portal.app.request(path);
      expect(response.status).toBe(200);
      expect(await response.text()).not.toMatch(/91330200MA2XXXXX73|某汽车零部件|武成交/);
    }
    const stranger = await portal.person('publisher', { department: 'lanxi' });
    const investor = await portal.person('investor');
    expect((await portal.send(stranger, 'GET /api/parcels/W-1/winner')).status).toBe(404);
    expect((await portal.send(investor, 'GET /api/parcels/W-1/winner')).status).toBe(403);
    expect((await portal.app.request('/api/parcels/W-1/winner')).status).toBe(401);
  });
});
