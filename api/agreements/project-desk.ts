import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Sql, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { EditedProject, Project, ProjectPage } from './agreement-schema.ts';
import { registrationFault } from './credit-code-rules.ts';
import { departmentOf } from './prepare.ts';
import {
  listProjectRows,
  parcelIds,
  readProjectParts,
  readProjectRow,
  type ProjectListing,
  type ProjectRow,
} from './project-store.ts';

/** Whose projects somebody sees: his department's. Null: of every department. */
export function projectScope(actor: Actor): string | null {
  return actor.role === 'reviewer' ? null : departmentOf(actor);
}

/** @throws AppError `not-found`: missing, or of another department, alike. */
export async function findProject(sql: Sql, id: number, actor: Actor) {
  const project = await readProjectRow(sql, id, projectScope(actor));
  if (project === null) throw new AppError('not-found');
  return project;
}

/** One project as `actor` sees it. */
export async function presentProject(sql: Sql, id: number, actor: Actor): Promise<Project> {
  const row = await readProjectRow(sql, id, null);
  const [project] = row === null ? [] : await presentAll(sql, [row], actor);
  if (project === undefined) throw new Error('the project is there');
  return project;
}

const pageSize = 50;

/** 项目清单, a page, the newest first. */
export async function presentProjects(
  sql: Sql,
  actor: Actor,
  asked: Pick<ProjectListing, 'words' | 'before'>,
): Promise<ProjectPage> {
  const listing = { ...asked, department: projectScope(actor), limit: pageSize + 1 };
  const found = await listProjectRows(sql, listing);
  const shown = found.slice(0, pageSize);
  const next = found.length > pageSize ? (shown.at(-1)?.id ?? null) : null;
  return { items: await presentAll(sql, shown, actor), next };
}

async function presentAll(sql: Sql, rows: readonly ProjectRow[], actor: Actor): Promise<Project[]> {
  const partsOf = await readProjectParts(
    sql,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const { stages, ...parts } = partsOf(row.id);
    return {
      ...row,
      ...parts,
      stages: stages.map(({ enteredAt, decidedAt, enteredById, ...stage }) => ({
        ...stage,
        isOwn: enteredById === actor.accountId,
        enteredAt: shanghaiTime(enteredAt),
        decidedAt: decidedAt === null ? null : shanghaiTime(decidedAt),
      })),
    };
  });
}

/** Ids of the parcels named. @throws AppError `refused-by-rule` for a code that there is no parcel of, or that stands twice. */
export async function namedParcels(tx: Tx, codes: readonly string[] = []): Promise<number[]> {
  if (new Set(codes).size < codes.length) throw refuseAtField('parcelCodes', '同一宗地块只写一次。');
  return (await parcelIds(tx, codes)).map((id, index) => {
    if (id === null) throw refuseAtField('parcelCodes', `没有编号为 ${codes[index]} 的地块。`);
    return id;
  });
}

/** What a database would refuse without saying where. */
export function refuseWrongFacts(project: EditedProject): void {
  const { investmentTotal, fixedInvestment = 0 } = project;
  refuseWrongRegistration(project);
  if (fixedInvestment > investmentTotal)
    throw refuseAtField('fixedInvestment', '固定资产投资不能多于计划总投资。');
}

/** @throws AppError `refused-by-rule` at the field: a number that is none, or of two registers. */
export function refuseWrongRegistration({
  creditCode,
  foreignRegistration,
}: Pick<EditedProject, 'creditCode' | 'foreignRegistration'>): void {
  if (creditCode !== undefined && registrationFault({ kind: 'credit-code', code: creditCode }) !== null)
    throw refuseAtField('creditCode', '统一社会信用代码不对，请逐位核对（校验位不符）。');
  if (foreignRegistration === undefined) return;
  if (creditCode !== undefined) throw refuseAtField('foreignRegistration', '境内企业只填统一社会信用代码。');
  if (registrationFault({ kind: 'foreign', ...foreignRegistration }) !== null)
    throw refuseAtField('foreignRegistration', '请填两位国家（地区）代码和当地登记编号。');
}

export function refuseAtField(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
