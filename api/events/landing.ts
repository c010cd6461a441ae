import { shanghaiDay } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import type { EventRow } from './event-store.ts';
import { landingOf, landingSignings, lastStage } from './landing-rules.ts';
import type { Landing } from './landing-schema.ts';
import { readReported, readStandings } from './landing-store.ts';
import { mayName } from './signing-rules.ts';
import { readTies } from './signing-store.ts';
import { readStanding } from './staff-store.ts';

/** 已供地, and what is built on it. */
const supplied = ['sold', 'supplied', 'under-construction', 'in-production'];

/** 落地成绩单 of an event that is over; null before. */
export async function readLanding(sql: Sql, event: EventRow, now: Date): Promise<Landing | null> {
  const { slug, title, startsAt, state, id } = event;
  const { ending } = await readStanding(sql, id);
  if (ending === null) return null;
  const days = { eventOn: shanghaiDay(startsAt), today: shanghaiDay(now) };
  const companies = landingSignings(state.signings);
  const [reported, standings, ties] = await Promise.all([
    readReported(
      sql,
      companies.map(({ project }) => project),
    ),
    readStandings(
      sql,
      state.released.map(({ code }) => code),
      now,
    ),
    readTies(sql, id),
  ]);
  const standingOf = (code: string) => {
    const status = standings.find((each) => each.code === code)?.status;
    if (status === undefined || status === 'withdrawn') return 'gone' as const;
    return supplied.includes(status) ? ('supplied' as const) : ('offered' as const);
  };
  const named = companies.flatMap(({ project, form, amount, item, at }) => {
    const tie = ties.find((each) => each.item === item && each.project.id === project);
    if (tie === undefined || !mayName(tie)) return [];
    const last = lastStage(reported, { project, today: days.today });
    return {
      ...{ project: tie.project.name, company: tie.project.company, form, amount },
      ...(last === null
        ? { stage: 'signed' as const, on: shanghaiDay(new Date(at)) }
        : { stage: last.stage, on: last.on }),
    };
  });
  return {
    ...{ slug, title, ...days, ...landingOf(state.signings, reported, days), named },
    parcels: (['supplied', 'offered', 'gone'] as const).map((standing) => {
      const own = state.released.filter(({ code }) => standingOf(code) === standing);
      const cents = own.reduce((total, { areaM2 }) => total + Math.round(areaM2 * 100), 0);
      return { standing, count: own.length, areaM2: cents / 100 };
    }),
    logSha256: ending.logSha256,
  };
}
