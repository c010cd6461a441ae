import { beforeAll, expect, it } from 'vitest';
import type { ProjectDetail } from '../api/agreements/agreement-schema.ts';
import { tendAgreements } from '../api/agreements/errand.ts';
import { shanghaiDay, shiftMonths } from '../api/calendar/rules.ts';
import { agreementParts, openAgreements } from './support/agreements.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { promisedSteps } from './support/agreement-values.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('the due days of what an investment agreement promises', (open) => {
  let portal: Publishing;
  let desk: Awaited<ReturnType<typeof openAgreements>>;

  beforeAll(async () => {
    portal = await openPublishing(open());
    desk = await openAgreements(portal, open());
  });

  const months = (amount: number) => ({ amount, unit: 'month' });

  it('follow of the days of the steps, as soon as a second person has confirmed them', async () => {
    const { id } = await desk.project({ creditCode: '91330200MA2XXXXX73', fixedInvestment: 1_210_000_000 });
    const number = await desk.sent({
      ...{ template: 'investment-agreement', projectId: id },
      ...promisedSteps,
    });
    for (const email of [desk.company.email, desk.city.email])
      await portal.expectStatus(await desk.signBy(email), 200);
    await tendAgreements(agreementParts(portal, open()), AbortSignal.timeout(60_000));
    expect((await desk.read(number)).status).toBe('completed');

    const read = async () => {
      const { obligations } = await desk.json<ProjectDetail>(
        await portal.send(portal.reviewer, `GET /api/projects/${id}`),
      );
      return Object.fromEntries(obligations.map((each) => [each.kind, each]));
    };
    const enter = async (stage: string, on: string, outcome?: 'confirmed' | 'refused') => {
      const stages = `POST /api/projects/${id}/stages`;
      const entered = await portal.send(portal.publisher, stages, { stage, on, evidence: '示例文号' });
      const { id: which } = await desk.json<{ id: number }>(entered, 201);
      const decide = (word: string) =>
        portal.send(portal.reviewer, `${stages}/${which}/decide`, { outcome: word });
      if (outcome !== undefined) await portal.expectStatus(await decide(outcome), 204);
      return decide;
    };

    // What counts from the seal is due from the seal on.
    const sealed = await read();
    expect(sealed['registration']).toMatchObject({
      agreement: number,
      dueOn: shiftMonths(shanghaiDay(portal.clock.now()), 2),
      countsFromOn: shanghaiDay(portal.clock.now()),
      doneOn: null,
      isPast: false,
    });
    const unknown = { dueOn: null, countsFromOn: null, isStepWaiting: false, expectedOn: null };
    expect(sealed['start']).toMatchObject({ ...unknown, term: { ...months(1), from: 'supplied' } });
    expect(sealed['completion']).toMatchObject({ ...unknown, term: { from: 'construction-started' } });
    expect(sealed['full-production']).toMatchObject({ ...unknown, term: { amount: 1, unit: 'year' } });

    // One person's word is no day, and one that was refused is none.
    const decide = await enter('supplied', '2026-07-15');
    expect((await read())['start']).toMatchObject({ ...unknown, isStepWaiting: true });
    await portal.expectStatus(await decide('refused'), 204);
    expect((await read())['start']).toMatchObject(unknown);

    // Entered anew with another day, that one counts; with nothing reported since, it is past.
    await enter('supplied', '2026-08-31', 'confirmed');
    const supplied = await read();
    expect(supplied['start']).toMatchObject({
      dueOn: '2026-09-30',
      countsFromOn: '2026-08-31',
      isPast: true,
    });
    expect(supplied['completion']).toMatchObject(unknown);

    await enter('construction-started', '2026-10-31', 'confirmed');
    await enter('registered', '2026-11-02', 'confirmed');
    const started = await read();
    expect(started['registration']).toMatchObject({ doneOn: '2026-11-02', isPast: false });
    expect(started['start']).toMatchObject({ dueOn: '2026-09-30', doneOn: '2026-10-31', isPast: false });
    expect(started['completion']).toMatchObject({ dueOn: '2028-10-31', expectedOn: null });
    expect(started['full-production']).toMatchObject({ dueOn: null, expectedOn: '2029-10-31' });

    // The same on the agreement's own page, and nothing of it was typed or stored.
    const { obligations } = await desk.read(number);
    expect(obligations.map(({ kind, dueOn, expectedOn }) => [kind, dueOn ?? expectedOn])).toEqual([
      ['start', '2026-09-30'],
      ['registration', started['registration']?.dueOn],
      ['completion', '2028-10-31'],
      ['full-production', '2029-10-31'],
    ]);
    const stored = await open().sql<{ kind: string }[]>`
      select kind from obligation o join agreement a on a.id = o.agreement_id
      where a.number = ${number} and o.due_on is not null`;
    expect(stored.map(({ kind }) => kind)).toEqual(['registration']);
  });
});
