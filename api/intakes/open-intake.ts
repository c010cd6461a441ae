import type { Actor } from '../accounts/actor.ts';
import { appendAudit } from '../audit/store.ts';
import { checkParcels } from '../checks/check.ts';
import { limitProbes } from '../checks/probe-limit.ts';
import type { City } from '../city/pack.ts';
import type { Database, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Finding, ParcelDraft } from '../imports/schema.ts';
import { readStandings } from '../parcels/standing.ts';
import { insertIntake, listDrafts, listRecordedEvents, readDepartment } from './intake-store.ts';
import { makeRow, type RowContext } from './make-row.ts';
import { readOverlapShapes } from './overlap-store.ts';
import { actionOf, isError, refusalsOf, sortFindings } from './row-rules.ts';
import type { StoredRow } from './stored-row.ts';

export type ReadBatch = { drafts: ParcelDraft[]; findings: Finding[]; fileNames: string[] };

export type IntakeParts = { database: Database; city: City };

export type IntakeAct = { actor: Actor; at: Date };

/** A batch that was held against what stands and checked. */
export type CheckedBatch = { fileNames: string[]; rows: StoredRow[] };

/**
 * Holds what was read against what stands, and checks it. Nothing is written.
 * @throws AppError `refused-by-rule` (422) naming each file that cannot be read.
 */
export async function checkBatch(
  { database, city }: IntakeParts,
  batch: ReadBatch,
  { actor, at }: IntakeAct,
): Promise<CheckedBatch> {
  const refusals = refusalsOf(batch.findings, batch.drafts);
  if (refusals.length > 0) throw refusedFiles(refusals);
  const departmentCode = departmentOf(actor);
  const rows = await makeRows({ database, city }, batch, { actor, at });
  const protectedRows = rows.filter(isOnProtected).length;
  if (protectedRows > mostProtectedRows) {
    const details = { rows: rows.length, protectedRows };
    await database.transaction((tx) =>
      appendAudit(tx, {
        actor,
        action: 'intake.refuse-probe',
        subject: `department:${departmentCode}`,
        details,
        at,
      }),
    );
    throw tooManyProtected();
  }
  return { fileNames: batch.fileNames, rows };
}

/** Keeps a batch; returns its id. No draft is written. */
export async function openIntake(
  tx: Tx,
  { fileNames, rows }: CheckedBatch,
  { actor, at }: IntakeAct,
): Promise<number> {
  const departmentCode = departmentOf(actor);
  const id = await insertIntake(tx, { departmentCode, fileNames, rows, accountId: actor.accountId, at });
  const details = { department: departmentCode, rows: rows.length };
  await appendAudit(tx, { actor, action: 'intake.open', subject: `intake:${id}`, details, at });
  return id;
}

/**
 * 永久基本农田 and 生态保护红线 are secret, and a raster of small parcels would draw them: a batch that hits them more often is no
 * batch of parcels on offer. It is refused as a whole, without saying which, and noted in the log.
 */
const mostProtectedRows = 20;

function isOnProtected({ findings }: StoredRow): boolean {
  return findings.some(({ rule }) => rule === 'protected-area');
}

function tooManyProtected(): AppError {
  const message = `有 ${mostProtectedRows} 宗以上落在保护范围内，整批不受理：请先向自然资源和规划局核对选址。`;
  return new AppError('refused-by-rule', { detail: message, errors: [{ path: 'file', message }] });
}

/** A publisher always has one; who has none owns nothing. */
export function departmentOf({ department }: Actor): string {
  if (department === null) throw new AppError('not-found');
  return department;
}

function refusedFiles(findings: Finding[]): AppError {
  const errors = findings.slice(0, 50).map(({ file, line, row, message, remedy }) => ({
    path: [file, line ?? row].filter((part) => part !== undefined).join(':'),
    message: `${message}${remedy}`,
  }));
  return new AppError('refused-by-rule', { detail: `没有写入任何内容：${errors[0]?.message ?? ''}`, errors });
}

async function makeRows(
  { database, city }: IntakeParts,
  batch: ReadBatch,
  { actor, at }: IntakeAct,
): Promise<StoredRow[]> {
  const { sql } = database;
  const departmentCode = departmentOf(actor);
  const codes = batch.drafts.map(({ code }) => code);
  const context: RowContext = {
    pack: city.pack,
    departmentCode,
    department: await readDepartment(sql, departmentCode),
    standings: await readStandings(sql, codes, at),
    drafts: await listDrafts(sql, codes),
    recordedEvents: await listRecordedEvents(sql, codes),
    findings: sortFindings(batch.findings),
  };
  const made = batch.drafts.map((draft) => makeRow(draft, context));
  const writable = made.flatMap(({ content, refusals, isChanged }) =>
    content !== null && isChanged && !refusals.some(isError) ? [{ content, departmentCode }] : [],
  );
  const whole = await checkParcels(sql, writable, { city, now: at });
  const checks = await limitProbes(database, { inputs: writable, checks: whole }, { actor, at });
  const checked = new Map(checks.map(({ code, findings }) => [code, findings]));
  const rows = made.map(({ refusals, isKnown, isChanged, ...row }): StoredRow => {
    const own = checked.get(row.ref) ?? [];
    const action = actionOf({ isKnown, isChanged, refusals, checked: own });
    // The health check looks closer at what the reader saw too.
    const rules = new Set(own.map(({ rule }) => rule));
    return { ...row, action, findings: [...refusals.filter(({ rule }) => !rules.has(rule)), ...own] };
  });
  const overlaps = await readOverlapShapes(sql, rows, { departmentCode, at });
  const shown = rows.map((row) => {
    const overlap = overlaps.get(row.ref);
    return overlap === undefined ? row : { ...row, overlap };
  });
  const known = new Set(codes);
  const { files, parcels } = context.findings;
  const unread = [...parcels].filter(([code]) => !known.has(code));
  return [...shown, ...leftOut(unread), ...leftOut([...files])];
}

/**
 * What did not become a draft, with why: parcels of which the reader made nothing, and whole files, where an error means that
 * something in them did not become a row.
 */
function leftOut(said: [ref: string, findings: Finding[]][]): StoredRow[] {
  return said
    .filter(([, findings]) => findings.some(isError))
    .map(([ref, findings]) => ({
      ref,
      action: 'reject',
      findings,
      content: null,
      before: null,
      standingVersion: null,
      baseVersion: null,
      shapeBefore: null,
      areaBeforeM2: null,
      differences: [],
    }));
}
