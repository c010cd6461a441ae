import { shanghaiDay } from '../calendar/rules.ts';
import type { WorkingDays } from '../calendar/working-days.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { AgreementRecord } from './agreement-store.ts';
import type { ProjectDetail } from './agreement-schema.ts';
import { duesOf } from './due-rules.ts';
import { obligationsOf } from './obligation-rules.ts';
import { lastDayOf, type Term } from './step-term-rules.ts';
import { isCounted } from './counted-stages.ts';
import { isRehearsed, type ReportedStage } from './terms.ts';

/**
 * 履约事项: what the text promises, until when or how long from which step on; a promise once all have signed, `at` the seal. A
 * rehearsal promises nothing.
 */
export async function writeObligations(
  tx: Tx,
  { id, number, content }: AgreementRecord,
  { at, isWorked }: { at: Date; isWorked: WorkingDays },
): Promise<void> {
  if (isRehearsed(number)) return;
  const rows = obligationsOf(content).map(({ kind, figure, dueOn, term }, position) => ({
    agreement_id: id,
    position,
    kind,
    figure,
    // The seal is what it counts from: no later report changes it.
    due_on: term?.from === 'effective' ? lastDayOf(shanghaiDay(at), term, isWorked) : dueOn,
    term_amount: term?.amount ?? null,
    term_unit: term?.unit ?? null,
    counts_from: term?.from ?? null,
  }));
  // What was sent before this was so has them already.
  if (rows.length > 0) await tx`insert into obligation ${tx(rows)} on conflict do nothing`;
}

type Obligation = ProjectDetail['obligations'][number];
type Row = Pick<Obligation, 'agreement' | 'kind' | 'figure' | 'dueOn'> & {
  amount: Term['amount'] | null;
  unit: Term['unit'] | null;
  from: Term['from'] | null;
  sealedAt: Date | null;
};
type StageDay = { stage: ReportedStage; on: string; isConfirmed: boolean };

/** Of one project, or of one of its agreements alone: what is due first stands first, what nobody can tell yet last. */
export async function readObligations(
  sql: Sql,
  of: { projectId: number; agreementId: number | null; now: Date; isWorked: WorkingDays },
): Promise<Obligation[]> {
  const [rows, stages] = await Promise.all([
    sql<Row[]>`
      select a.number as agreement, o.kind, o.figure, o.due_on::text as "dueOn", o.term_amount as amount,
        o.term_unit as unit, o.counts_from as "from", a.ended_at as "sealedAt"
      from obligation o join agreement a on a.id = o.agreement_id
      where a.project_id = ${of.projectId} and a.state = 'completed'
        and (${of.agreementId}::bigint is null or a.id = ${of.agreementId})
      order by a.id, o.position limit 500`,
    sql<StageDay[]>`
      select s.stage, s.on_day::text as "on", s.outcome is not null as "isConfirmed" from project_stage s
      where s.project_id = ${of.projectId} and s.on_day is not null
        and (s.outcome is null or (${isCounted(sql)})) order by s.id limit 100`,
  ]);
  const confirmed = new Map(
    stages.filter(({ isConfirmed }) => isConfirmed).map(({ stage, on }) => [stage, on]),
  );
  const waiting = new Set(stages.filter(({ isConfirmed }) => !isConfirmed).map(({ stage }) => stage));
  const today = shanghaiDay(of.now);
  const numbers = [...new Set(rows.map(({ agreement }) => agreement))];
  return numbers
    .flatMap((number) => {
      const own = rows
        .filter(({ agreement }) => agreement === number)
        .map(({ amount, unit, from, ...row }) => ({
          ...row,
          term: amount === null || unit === null || from === null ? null : { amount, unit, from },
        }));
      const sealedAt = own[0]?.sealedAt ?? null;
      const effectiveOn = sealedAt === null ? null : shanghaiDay(sealedAt);
      const dues = duesOf(own, { confirmed, waiting, effectiveOn, today, isWorked: of.isWorked });
      return own.flatMap(({ sealedAt: _, ...row }, index) => {
        const due = dues[index];
        return due === undefined ? [] : [{ ...row, ...due }];
      });
    })
    .sort((one, other) => dayToSortBy(one).localeCompare(dayToSortBy(other)));
}

const dayToSortBy = ({ dueOn, expectedOn }: Obligation) => dueOn ?? expectedOn ?? '9999-12-31';
