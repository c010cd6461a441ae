import { beforeAll, expect, it } from 'vitest';
import type { ProjectDetail } from '../api/agreements/agreement-schema.ts';
import { tendAgreements } from '../api/agreements/errand.ts';
import { readReported } from '../api/events/landing-store.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { promisedSteps } from './support/agreement-values.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('what is reported of a project', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;
  let id: number;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
    ({ id } = await desk.project({ creditCode: '91330200MA2XXXXX73', fixedInvestment: 1_210_000_000 }));
  });

  const stages = () => `POST /api/projects/${id}/stages`;
  const read = async () =>
    desk.json<ProjectDetail>(await portal.send(portal.reviewer, `GET /api/projects/${id}`));
  const enter = async (stage: string, on: string) => {
    const body = { stage, on, evidence: '示例文号' };
    return (await desk.json<{ id: number }>(await portal.send(portal.publisher, stages(), body), 201)).id;
  };
  const decide = async (which: number, outcome: 'confirmed' | 'refused') =>
    portal.expectStatus(await portal.send(portal.reviewer, `${stages()}/${which}/decide`, { outcome }), 204);
  const confirmed = async (stage: string, on: string) => {
    const which = await enter(stage, on);
    await decide(which, 'confirmed');
    return which;
  };
  const correct = (which: number, on: string | null) =>
    portal.send(portal.publisher, `${stages()}/${which}/correct`, {
      on,
      evidence: '复核记录 3 号',
      reason: '日期抄错',
    });
  const corrected = async (which: number, on: string | null) =>
    (await desk.json<{ id: number }>(await correct(which, on), 201)).id;
  /** As the scoreboard of an event counts it. */
  const counted = async () => (await readReported(open().sql, [id])).map(({ stage, on }) => `${stage} ${on}`);

  it('tells of investment, output and tax that were promised when they were met', async () => {
    const number = await desk.sent({
      ...{ template: 'investment-agreement', projectId: id },
      ...promisedSteps,
    });
    for (const email of [desk.company.email, desk.city.email])
      await portal.expectStatus(await desk.signBy(email), 200);
    await tendAgreements(agreementParts(portal, open()), AbortSignal.timeout(60_000));
    expect((await desk.read(number)).status).toBe('completed');
    const doneOn = async (kind: string) =>
      (await read()).obligations.filter((each) => each.kind === kind).map((each) => each.doneOn);

    for (const [stage, kind, on] of [
      ['investment-met', 'investment-intensity', '2026-10-10'],
      ['full-production', 'full-production', '2026-10-20'],
      ['tax-met', 'tax', '2026-10-30'],
    ] as const) {
      const promised = (await doneOn(kind)).length;
      const which = await enter(stage, on);
      expect(await doneOn(kind)).toEqual(Array(promised).fill(null));
      await decide(which, 'confirmed');
      expect(await doneOn(kind)).toEqual(Array(promised).fill(on));
      if (kind === 'full-production') expect(promised).toBeGreaterThan(0);
    }
    // What an event counts are steps of the project, not its figures.
    expect(await counted()).toEqual([]);
  });

  it('is corrected by a report beside it, which counts once somebody else confirmed it', async () => {
    const first = await confirmed('supplied', '2026-08-31');
    const second = await corrected(first, '2026-09-15');
    expect((await correct(first, '2026-09-16')).status).toBe(409);
    expect(await counted()).toEqual(['supplied 2026-08-31']);
    await decide(second, 'confirmed');
    expect(await counted()).toEqual(['supplied 2026-09-15']);
    expect((await read()).stages.filter(({ stage }) => stage === 'supplied')).toMatchObject([
      { id: first, on: '2026-08-31', outcome: 'confirmed', corrects: null, isReplaced: true },
      { id: second, on: '2026-09-15', corrects: first, reason: '日期抄错', isReplaced: false },
    ]);

    // A correction that was refused changes nothing, and leaves room for another.
    await decide(await corrected(second, '2026-09-20'), 'refused');
    expect(await counted()).toEqual(['supplied 2026-09-15']);
    const never = await corrected(second, null);
    await decide(never, 'confirmed');
    expect(await counted()).toEqual([]);
    const again = { stage: 'supplied', on: '2026-10-01', evidence: '示例文号' };
    expect((await portal.send(portal.publisher, stages(), again)).status).toBe(409);
    await decide(await corrected(never, '2026-10-01'), 'confirmed');
    expect(await counted()).toEqual(['supplied 2026-10-01']);
  });

  it('is corrected only where it was confirmed, on a day that is over, and by a second person', async () => {
    const waiting = await enter('registered', '2026-09-01');
    expect((await correct(waiting, '2026-09-02')).status).toBe(409);
    await decide(waiting, 'confirmed');
    expect((await correct(waiting, '2030-01-01')).status).toBe(422);
    const own = await corrected(waiting, '2026-09-02');
    const decided = await portal.send(portal.publisher, `${stages()}/${own}/decide`, {
      outcome: 'confirmed',
    });
    expect(decided.status).toBe(409);
    const other = await desk.project();
    const elsewhere = await portal.send(
      portal.publisher,
      `POST /api/projects/${other.id}/stages/${waiting}/correct`,
      { on: null, evidence: '复核记录', reason: '填报有误' },
    );
    expect(elsewhere.status).toBe(409);
  });
});
