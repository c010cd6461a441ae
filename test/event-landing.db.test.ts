import { beforeAll, expect, it } from 'vitest';
import { tendAgreements } from '../api/agreements/errand.ts';
import { Landing } from '../api/events/landing-schema.ts';
import { createSealingLook } from '../api/events/signing-entries.ts';
import { StaffEvent } from '../api/events/staff-schema.ts';
import type { SignedIn } from './support/accounts.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { freshSessions } from './support/signing-portal.ts';
import { onBothDatabases } from './support/test-database.ts';

const dayMs = 86_400_000;

onBothDatabases('what became of what an event signed', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let host: SignedIn;
  let other: SignedIn;
  const slug = 'landing';
  /** The first may be named with its amount, the second neither. */
  let numbers: string[];

  const readLanding = () => portal.app.request(`/api/events/${slug}/landing`);
  const landing = async () =>
    Landing.parse(await (await portal.expectStatus(await readLanding(), 200)).json());
  const rowOf = ({ forms }: Landing, stage: string) =>
    forms.find(({ form }) => form === 'intent')?.stages.find((each) => each.stage === stage)?.at;

  const see = async () => {
    const answer = await portal.send(host, `GET /api/staff/events/${slug}`);
    return StaffEvent.parse(await (await portal.expectStatus(answer, 200)).json());
  };
  const press = async (verb: string, more = {}, who = host) => {
    const { seq: expectedSeq } = await see();
    await portal.expectStatus(
      await portal.send(who, `POST /api/events/${slug}/${verb}`, { expectedSeq, ...more }),
      200,
    );
  };

  async function projectOf(number: string): Promise<{ id: number; number: string }> {
    const [row] = await open().sql<{ id: number; number: string }[]>`
      select p.id::int as id, p.number from agreement a join project p on p.id = a.project_id
      where a.number = ${number}`;
    if (row === undefined) throw new Error('an agreement has a project');
    return row;
  }

  beforeAll(async () => {
    const database = open();
    portal = await openPublishing(database);
    desk = await openAgreements(portal, database);
    [host, other] = [await portal.person('host'), await portal.person('host')];
    numbers = [];
    for (const consent of [{ publishName: true, publishAmount: true }, {}]) {
      numbers.push(await desk.sent(consent));
      for (const { email } of [desk.company, desk.city])
        await portal.expectStatus(await desk.signBy(email), 200);
    }
    const title = (zh: string) => ({ zh, en: zh });
    const items = numbers.map((number) => ({
      ...{ kind: 'project-signing', title: title(`签约 ${number}`), plannedSeconds: 90 },
    }));
    const startsAt = portal.clock.now().toISOString();
    const event = { slug, title: title('云签约'), startsAt, isAnnounced: true, items };
    await portal.expectStatus(await portal.send(host, 'POST /api/events', event), 201);
    for (const [index, number] of numbers.entries()) {
      const { items: shown } = await see();
      const tie = {
        project: (await projectOf(number)).number,
        agreement: number,
        ceremony: 'on-stage',
        talents: 0,
      };
      const asked = `PUT /api/events/${slug}/items/${shown[index]?.id ?? 0}/signing`;
      await portal.expectStatus(await portal.send(host, asked, tie), 204);
    }
    for (const { id } of (await see()).items) {
      await press('standby', { item: id });
      await press('take');
    }
    const { signal } = new AbortController();
    await tendAgreements(agreementParts(portal, database), signal);
    await createSealingLook({ database, now: portal.clock.now })(signal);
  }, 240_000);

  it('is told once the event is over, and counts as signed what was sealed', async () => {
    expect((await readLanding()).status).toBe(409);
    await press('end');
    await press('end', {}, other);
    const told = await landing();
    expect(told.marks.map(({ isReached }) => isReached)).toEqual([true, false, false, false, false]);
    expect(rowOf(told, 'signed')).toEqual([{ count: 2, amount: 1_680_000_000 }, null, null, null, null]);
    expect(rowOf(told, 'registered')?.[0]).toEqual({ count: 0, amount: 0 });
    expect(told.logSha256).toMatch(/^[0-9a-f]{64}$/);
    const file = await portal.app.request(`/api/events/${slug}/landing.csv`);
    expect(file.headers.get('content-disposition')).toContain('landing-landing.csv');
    expect((await file.text()).split('\r\n')).toContain('intent,2,1,0,signed,0,2026-11-22,2,1680000000');
  });

  it('names those alone who agreed, and no amount of who did not', async () => {
    const told = await landing();
    expect(told.named).toMatchObject([{ amount: 1_680_000_000, form: 'intent', stage: 'signed' }]);
    expect(told.forms.find(({ form }) => form === 'intent')?.undisclosed).toBe(1);
  });

  it('counts a stage once a second person confirmed it, from its own day on', async () => {
    const [number = ''] = numbers;
    const { id } = await projectOf(number);
    portal.clock.forward(100 * dayMs);
    await freshSessions(portal, open());
    const { publisher, reviewer } = portal;
    const on = new Date(portal.clock.now().getTime() - 5 * dayMs).toISOString().slice(0, 10);
    const stage = { stage: 'registered', on, evidence: '营业执照' };
    const entered = await portal.send(publisher, `POST /api/projects/${id}/stages`, stage);
    const { id: reported } = (await (await portal.expectStatus(entered, 201)).json()) as { id: number };
    expect(rowOf(await landing(), 'registered')?.[2]).toEqual({ count: 0, amount: 0 });
    const decided = await portal.send(reviewer, `POST /api/projects/${id}/stages/${reported}/decide`, {
      outcome: 'confirmed',
    });
    await portal.expectStatus(decided, 204);
    expect((await landing()).named).toMatchObject([{ stage: 'registered', on }]);
    // Day 95: after the mark of 90 days, before that of 180.
    expect(rowOf(await landing(), 'registered')?.map((count) => count?.count ?? null)).toEqual([
      0,
      0,
      0,
      null,
      null,
    ]);
    portal.clock.forward(100 * dayMs);
    expect(rowOf(await landing(), 'registered')?.[3]).toEqual({ count: 1, amount: 1_680_000_000 });
  });
});
