import { beforeAll, expect, it } from 'vitest';
import { Officers } from '../api/duty/schema.ts';
import { remindOfEnquiries } from '../api/enquiries/remind.ts';
import { ResponseTimes } from '../api/enquiries/response-schema.ts';
import { Problem } from '../api/problem.ts';
import type { SignedIn } from './support/accounts.ts';
import { asking } from './support/enquiries.ts';
import { openPublishing, type Publishing } from './support/publishing.ts';
import { onBothDatabases } from './support/test-database.ts';

const hourMs = 3_600_000;

onBothDatabases('whoever is on duty', (open) => {
  let portal: Publishing;
  let asker: ReturnType<typeof asking>;
  let deputy: SignedIn;
  let head: SignedIn;
  let city: SignedIn;

  beforeAll(async () => {
    portal = await openPublishing(open());
    asker = asking(portal);
    await portal.publish('E-1');
    const admin = await portal.person('admin');
    deputy = await portal.person('publisher');
    head = await portal.person('publisher');
    city = await portal.person('publisher', { department: 'city-hotline' });
    const officer = (account: number, name: string) => ({
      nameZh: name,
      nameEn: name,
      phone: '+86 579-0000 0001',
      account,
    });
    const officers = [officer(portal.publisher.accountId, '主班'), officer(deputy.accountId, '副班')];
    const changes = { officers, head: head.accountId };
    await portal.expectStatus(await portal.send(admin, 'PATCH /api/admin/departments/wuyi', changes), 200);
  });

  /** A colleague who has just signed in, whatever the clock says. */
  const colleague = () => portal.person('publisher', { at: portal.clock.now() });
  const staffCase = async (number: string) => asker.read(number, (await colleague()).headers);
  const remind = () =>
    remindOfEnquiries({
      database: open(),
      city: portal.city,
      origin: () => 'http://127.0.0.1:8080',
      now: portal.clock.now,
    });
  const lettersAbout = async (number: string) => {
    const rows = await open().sql<{ recipient: string; cause: string }[]>`
      select recipient, cause from letter where subject like ${`%${number}%`} order by written_at, id`;
    return rows.map(({ recipient, cause }) => `${cause} ${recipient}`);
  };
  const absent = (who: SignedIn, days: { firstDay: string; lastDay: string }, by = portal.publisher) =>
    portal.send(by, 'POST /api/staff/absences', { accountId: who.accountId, ...days });

  it('gets the enquiry; the deputy while the first is away, and the first again afterwards', async () => {
    const first = await asker.ask();
    expect((await staffCase(first.number)).officer?.id).toBe(portal.publisher.accountId);
    const days = { firstDay: '2026-11-20', lastDay: '2026-11-22' };
    const entered = await portal.expectStatus(await absent(portal.publisher, days), 201);
    const { id } = (await entered.json()) as { id: number };
    const second = await asker.ask();
    const routed = await staffCase(second.number);
    expect(routed.officer?.id).toBe(deputy.accountId);
    expect(routed.entries.find(({ kind }) => kind === 'routed')?.detail).toBe('deputy');
    expect(await lettersAbout(second.number)).toContain(`enquiry.route ${deputy.email}`);
    const path = `/api/staff/absences/${id}`;
    await portal.expectStatus(await portal.send(portal.publisher, `DELETE ${path}`), 204);
    const third = await asker.ask();
    expect((await staffCase(third.number)).officer?.id).toBe(portal.publisher.accountId);
  });

  it('is told to those who hand over, with its place and whether it is away', async () => {
    const entered = await absent(deputy, { firstDay: '2026-11-20', lastDay: '2026-11-30' });
    const { id } = (await entered.json()) as { id: number };
    const answer = await portal.send(portal.publisher, 'GET /api/staff/officers');
    const { items } = Officers.parse(await answer.json());
    const own = items
      .filter(({ duty }) => duty !== null)
      .map(({ id, isYou, isAway }) => ({ id, isYou, isAway }));
    expect(own).toEqual([
      { id: portal.publisher.accountId, isYou: true, isAway: false },
      { id: deputy.accountId, isYou: false, isAway: true },
    ]);
    const yiwu = await portal.person('publisher', { department: 'yiwu' });
    expect(items.find(({ id }) => id === yiwu.accountId)).toBeUndefined();
    const later = Officers.parse(
      await (await portal.send(portal.publisher, 'GET /api/staff/officers')).json(),
    );
    const colleague = later.items.find(({ id }) => id === yiwu.accountId);
    expect(colleague).toMatchObject({ department: 'yiwu', duty: null });
    expect(colleague?.departmentName).toMatch(/义乌/);
    expect(colleague?.departmentNameEn).toMatch(/Yiwu/);
    const investor = await portal.person('investor');
    expect((await portal.send(investor, 'GET /api/staff/officers')).status).toBe(403);
    await portal.expectStatus(await portal.send(deputy, `DELETE /api/staff/absences/${id}`), 204);
  });

  it('is not another department’s to send away', async () => {
    const yiwu = await portal.person('publisher', { department: 'yiwu' });
    const days = { firstDay: '2026-11-20', lastDay: '2026-11-30' };
    expect((await absent(portal.publisher, days, yiwu)).status).toBe(422);
    const entered = await absent(deputy, { firstDay: '2026-12-01', lastDay: '2026-12-02' });
    const { id } = (await entered.json()) as { id: number };
    expect((await portal.send(yiwu, `DELETE /api/staff/absences/${id}`)).status).toBe(404);
    const seen = await portal.send(yiwu, 'GET /api/staff/absences');
    expect(await seen.json()).toEqual({ items: [] });
    const backwards = { firstDay: '2026-12-02', lastDay: '2026-12-01' };
    expect((await absent(deputy, backwards)).status).toBe(422);
  });

  it('is not away on days that are over, whoever enters them; an absence that runs is shortened', async () => {
    const admin = await portal.person('admin');
    for (const by of [portal.publisher, admin]) {
      const refused = await absent(portal.publisher, { firstDay: '2026-11-16', lastDay: '2026-11-21' }, by);
      expect(refused.status).toBe(422);
      const { detail, errors } = Problem.parse(await refused.json());
      expect(detail).toMatch(/已经过去.*最后一天填今天或以后/);
      expect(errors?.map(({ path }) => path)).toEqual(['lastDay']);
    }
    const running = await absent(deputy, { firstDay: '2026-11-16', lastDay: '2026-11-27' });
    const { id } = (await portal.expectStatus(running, 201).then((answer) => answer.json())) as {
      id: number;
    };
    await portal.expectStatus(await portal.send(deputy, `DELETE /api/staff/absences/${id}`), 204);
    // Today, by the clock of the test, is its last day now.
    const shortened = await absent(deputy, { firstDay: '2026-11-16', lastDay: '2026-11-22' });
    const { id: left } = (await portal.expectStatus(shortened, 201).then((answer) => answer.json())) as {
      id: number;
    };
    await portal.expectStatus(await portal.send(deputy, `DELETE /api/staff/absences/${left}`), 204);
  });

  it('is entered as away once for each day, also by two colleagues at the same moment', async () => {
    const days = { firstDay: '2026-12-14', lastDay: '2026-12-18' };
    const twins = await Promise.all([absent(deputy, days), absent(deputy, days)]);
    expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
    const entered = twins.find(({ status }) => status === 201);
    const { id } = (await entered?.json()) as { id: number };
    const refused = await absent(deputy, { firstDay: '2026-12-18', lastDay: '2026-12-20' });
    expect(refused.status).toBe(409);
    expect(Problem.parse(await refused.json()).detail).toContain('2026-12-14 至 2026-12-18');
    // The day after is free, and so is a colleague.
    for (const [who, day] of [
      [deputy, '2026-12-19'],
      [portal.publisher, '2026-12-15'],
    ] as const) {
      const free = await portal.expectStatus(await absent(who, { firstDay: day, lastDay: day }), 201);
      const { id: other } = (await free.json()) as { id: number };
      await portal.expectStatus(
        await portal.send(portal.publisher, `DELETE /api/staff/absences/${other}`),
        204,
      );
    }
    await portal.expectStatus(await portal.send(portal.publisher, `DELETE /api/staff/absences/${id}`), 204);
  });

  it('is reminded in working time, then the head is told, then the city; each once', async () => {
    const { number } = await asker.ask();
    const toMonday = 23 * hourMs;
    portal.clock.forward(toMonday);
    const kinds = async () =>
      (await staffCase(number)).entries
        .filter(({ kind }) => kind === 'reminded' || kind === 'escalated')
        .map(({ kind, detail }) => `${kind} ${detail ?? ''}`);
    await remind();
    expect(await kinds()).toEqual([]);
    // Monday 9:00; four working hours with the noon between them are over at 14:30.
    portal.clock.forward(5.6 * hourMs);
    await Promise.all([remind(), remind()]);
    expect(await kinds()).toEqual(['reminded 240']);
    expect((await lettersAbout(number)).slice(-1)).toEqual([`enquiry.reminded ${portal.publisher.email}`]);
    // Tuesday noon.
    portal.clock.forward(21.5 * hourMs);
    await remind();
    expect(await kinds()).toEqual(['reminded 240', 'reminded 390', 'escalated 480']);
    const told = (await lettersAbout(number)).filter((letter) => letter.startsWith('enquiry.escalated'));
    expect(told.sort()).toEqual(
      [head.email, portal.publisher.email].map((email) => `enquiry.escalated ${email}`).sort(),
    );
    // Thursday.
    portal.clock.forward(48 * hourMs);
    await remind();
    await remind();
    expect((await kinds()).at(-1)).toBe('escalated 960');
    expect(await lettersAbout(number)).toContain(`enquiry.escalated ${city.email}`);
    expect(await kinds()).toHaveLength(4);
  });

  it('is reminded of a later question like of the first, and the public figures do not move', async () => {
    const { number, link } = await asker.ask();
    const answered = async () =>
      portal.expectStatus(
        await asker.post(`/api/enquiries/${number}/reply`, { message: '请看' }, (await colleague()).headers),
        201,
      );
    await answered();
    const askAgain = async () =>
      portal.expectStatus(
        await asker.post(`/api/enquiries/${number}/reply`, { message: '那价格呢？' }, link),
        201,
      );
    const steps = async () =>
      (await staffCase(number)).entries
        .filter(({ kind }) => kind === 'reminded' || kind === 'escalated')
        .map(({ kind, detail }) => `${kind} ${(detail ?? '').split('/')[0]}`);
    const figures = async () => {
      const { total } = ResponseTimes.parse(await (await portal.app.request('/api/response-times')).json());
      return total;
    };
    // Nobody waits for a word: nothing is due, however long.
    portal.clock.forward(7 * 24 * hourMs);
    await remind();
    expect(await steps()).toEqual([]);
    await askAgain();
    const before = await figures();
    // Friday noon; on Monday noon it is fourteen working hours.
    portal.clock.forward(24 * hourMs);
    await Promise.all([remind(), remind()]);
    expect(await steps()).toEqual(['reminded 240', 'reminded 390']);
    portal.clock.forward(72 * hourMs);
    // A second word of the same question waits no less, and nothing is said twice.
    await askAgain();
    await remind();
    await remind();
    const all = ['reminded 240', 'reminded 390', 'escalated 480'];
    expect((await steps()).slice(0, 3)).toEqual(all);
    expect(await lettersAbout(number)).toContain(`enquiry.escalated ${head.email}`);
    expect(await figures()).toEqual(before);
    // The city may answer in the place of a department that does not, and loses sight of it when that does.
    const hotline = await portal.person('publisher', { department: 'city-hotline', at: portal.clock.now() });
    const seen = async () =>
      (await portal.app.request(`/api/enquiries/${number}`, { headers: hotline.headers })).status;
    expect(await seen()).toBe(200);
    await answered();
    expect(await seen()).toBe(404);
    // The next question begins anew.
    const taken = (await steps()).length;
    await askAgain();
    portal.clock.forward(96 * hourMs);
    await remind();
    expect((await steps()).slice(taken)).toEqual([...all, 'escalated 960']);
  });

  it('hands an unanswered enquiry on when the one who has it is away by the time of a reminder', async () => {
    const { number } = await asker.ask();
    const day = portal.clock.now().toISOString().slice(0, 10);
    await portal.expectStatus(
      await absent(portal.publisher, { firstDay: day, lastDay: '2026-12-20' }, await colleague()),
      201,
    );
    portal.clock.forward(24 * hourMs);
    await remind();
    const seen = await staffCase(number);
    expect(seen.officer?.id).toBe(deputy.accountId);
    const held = seen.entries.filter(({ kind }) => kind === 'routed').map(({ detail }) => detail);
    expect(held.at(-1)).toBe('deputy');
  });

  it('is never asked for what is answered, withdrawn or no enquiry', async () => {
    const cases = await Promise.all([asker.ask(), asker.ask(), asker.ask()]);
    const [answered, withdrawn, spam] = cases;
    const { headers } = await colleague();
    await asker.post(`/api/enquiries/${answered.number}/reply`, { message: '您好' }, headers);
    await asker.post(`/api/enquiries/${withdrawn.number}/withdraw`, undefined, withdrawn.link);
    await asker.post(`/api/enquiries/${spam.number}/spam`, { reason: 'advertising' }, headers);
    portal.clock.forward(96 * hourMs);
    await remind();
    for (const { number } of cases)
      expect((await lettersAbout(number)).filter((letter) => /remind|escal/.test(letter))).toEqual([]);
  });
});
