import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { findIntake, listIntakes, type IntakeHead } from './intake-store.ts';
import { departmentOf } from './open-intake.ts';
import type { Intake, IntakeRow, IntakeSummary } from './schema.ts';
import type { StoredRow } from './stored-row.ts';
import { undoDays } from './terms.ts';

const mostListed = 100;
const dayMs = 86_400_000;

/** The batches of the own department, newest first. */
export async function listOwnIntakes(sql: Sql, actor: Actor): Promise<IntakeSummary[]> {
  return (await listIntakes(sql, departmentOf(actor), mostListed)).map(summaryOf);
}

/** @throws AppError `not-found` (404) for one that is missing or another department's. */
export async function readOwnIntake(sql: Sql, id: number, actor: Actor): Promise<Intake> {
  const intake = await findIntake(sql, id);
  if (intake?.departmentCode !== departmentOf(actor)) throw new AppError('not-found');
  return { ...summaryOf(intake), rows: intake.rows.map((row) => rowOf(row, intake.fileNames)) };
}

function summaryOf(intake: IntakeHead): IntakeSummary {
  const { id, state, departmentCode, fileNames, openedBy, openedAt, settledAt, counts } = intake;
  const undoUntil =
    state === 'committed' && settledAt !== null ? new Date(settledAt.getTime() + undoDays * dayMs) : null;
  return {
    id,
    state,
    department: departmentCode,
    fileNames,
    openedBy,
    openedAt: shanghaiTime(openedAt),
    settledAt: settledAt && shanghaiTime(settledAt),
    undoUntil: undoUntil && shanghaiTime(undoUntil),
    counts: { create: 0, update: 0, unchanged: 0, reject: 0, ...counts },
  };
}

function rowOf(
  { ref, action, findings, content, shapeBefore, areaBeforeM2, overlap, crsGuessed = false }: StoredRow,
  fileNames: readonly string[],
): IntakeRow {
  const { geometry } = content ?? {};
  const after = geometry?.multiPolygon;
  const isOfBatch = fileNames.some(
    (name) => geometry?.file === name || geometry?.file.startsWith(`${name}/`),
  );
  return {
    ref,
    action,
    findings,
    name: content?.fields.name ?? null,
    areaBeforeM2,
    areaAfterM2: content?.fields.offeredAreaM2 ?? content?.geometry?.areaM2 ?? null,
    ...(shapeBefore && { geometryBefore: shapeBefore }),
    ...(after && { geometryAfter: after }),
    ...(overlap && { overlap }),
    ...(geometry &&
      isOfBatch && { drawnIn: { file: geometry.file, crs: geometry.sourceCrs, guessed: crsGuessed } }),
  };
}
