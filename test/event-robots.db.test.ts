import { beforeAll, expect, it } from 'vitest';
import { totalsLine } from '../api/admin/event.ts';
import { playRehearsal } from '../api/admin/rehearsal-play.ts';
import { playedAt } from '../api/admin/rehearsal-requests.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import type { SealedLetter } from '../api/letters/store.ts';
import type { SignedIn } from './support/accounts.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { testAccounts, testPortal, testSigning } from './support/portal.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const title = (zh: string) => ({ zh, en: zh });
const amount = 1_680_000_000;

onBothDatabases('an event that programs rehearse', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let host: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    host = await portal.person('host');
    await portal.publish('LATER-1', undefined, { publicFrom: '2027-05-01T09:00:00+08:00' });
    await portal.publish('OPEN-1');
    const { id } = await desk.project();
    await desk.project({ name: '高层次人才团队引进', investmentTotal: 0 });
    const { number } = await desk.prepare({
      ...{ template: 'framework-agreement', projectId: id, publishName: true, publishAmount: true },
    });
    const items = [
      { kind: 'release', title: title('发布'), plannedSeconds: 60, parcelCodes: ['LATER-1', 'OPEN-1'] },
      { kind: 'project-signing', title: title('项目签约'), plannedSeconds: 60 },
      { kind: 'talent-signing', title: title('人才签约'), plannedSeconds: 60 },
    ];
    const event = { slug: 'show', title: title('云招商'), startsAt: '2026-12-01T09:00:00+08:00' };
    await portal.expectStatus(await portal.send(host, 'POST /api/events', { ...event, items }), 201);
    const [, project, talent] = (await staffView('show')).items;
    const tie = async (item: number | undefined, signing: object) =>
      portal.expectStatus(
        await portal.send(host, `PUT /api/events/show/items/${item ?? 0}/signing`, signing),
        204,
      );
    await tie(project?.id, { project: 'XM-2026-0001', agreement: number, ceremony: 'on-stage' });
    await tie(talent?.id, { project: 'XM-2026-0002', ceremony: 'before', talents: 11 });
  });

  async function staffView(slug: string): Promise<StaffEvent> {
    const answer = await portal.send(host, `GET /api/staff/events/${slug}`);
    return StaffEvent.parse(await (await portal.expectStatus(answer, 200)).json());
  }

  /** Stopped by the signal when a line begins with `stopAt`. */
  async function play(stopAt: string | null = null) {
    const letters: SealedLetter[] = [];
    const lines: string[] = [];
    const stop = new AbortController();
    const signing = { ...testSigning, takeRehearsed: (letter: SealedLetter) => letters.push(letter) };
    const accounts = testAccounts({ isDemonstration: true, ownOrigins: () => [playedAt] });
    const origin = () => playedAt;
    const { now } = portal.clock;
    const app = await testPortal(open(), portal.city, { signing, accounts, now, origin });
    const parts = { ...agreementParts(portal, open()), ...signing, origin };
    const tell = (line: string) => {
      lines.push(line);
      if (stopAt !== null && line.startsWith(stopAt)) stop.abort();
    };
    const played = await playRehearsal({ app, parts, letters, tell, signal: stop.signal }, 'show');
    return { ...played, lines };
  }

  const robots = () => open().sql<{ locked: boolean; password: string | null; sessions: number }[]>`
    select a.locked_at is not null as locked, a.password_hash as password,
      (select count(*)::int from session s where s.account_id = a.id) as sessions
    from account a where a.email like '%@rehearsal.invalid' order by a.id`;

  it('goes from its first item to its end by the real way of signing, and comes to its totals', async () => {
    const { slug, isWhole, totals, lines } = await play();
    expect([slug, isWhole]).toEqual(['show-rehearsal-1', true]);
    expect(lines).toEqual([...['演练 show-rehearsal-1', '1/3 发布', '2/3 项目签约', '3/3 人才签约']]);
    expect(totals).toMatchObject({
      ...{ parcelsReleased: 2, projects: { count: 1, amount }, frameworks: { count: 1, amount } },
      ...{ talents: 11, talentProjects: 1 },
    });
    expect(totalsLine(totals)).toMatch(
      /^地块 2 宗 · 面积 [\d,.]+ 亩 · 签约项目 1 个 · 金额 16.8 亿元 · 人才（团队）11 · 招才项目 1$/,
    );
    const { status, ending, stage } = await staffView(slug);
    expect([status, ending?.totals]).toEqual(['ended', totals]);
    expect(stage.map(({ agreement }) => agreement?.state)).toEqual(['completed', 'completed']);
    expect((await staffView('show')).seq).toBe(2);
    const sent = await open().sql`select from letter where agreement_id is not null`;
    expect(sent).toHaveLength(0);
    expect((await portal.app.request('/api/parcels/LATER-1')).status).toBe(404);
  });

  it('leaves nobody behind who could come in', async () => {
    const left = await robots();
    expect(left).toHaveLength(4);
    for (const robot of left) expect(robot).toEqual({ locked: true, password: null, sessions: 0 });
  });

  it('stops at the next step where somebody stops it, and what had begun is ended', async () => {
    const { slug, isWhole, totals } = await play('2/3');
    expect([isWhole, totals.parcelsReleased, totals.projects.count]).toEqual([false, 2, 0]);
    expect((await staffView(slug)).status).toBe('ended');
    for (const robot of await robots()) expect(robot).toMatchObject({ locked: true, sessions: 0 });
  });
});
