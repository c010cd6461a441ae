import type { Sql, Tx } from '../db/database.ts';
import type { EditedProject, ForeignRegistration, NewProject, Project } from './agreement-schema.ts';
import { nextNumber } from './number-store.ts';
import { isReplaced } from './counted-stages.ts';

export type ProjectRow = {
  id: number;
  number: string;
  name: string;
  company: string;
  creditCode: string | null;
  foreignRegistration: string | null;
  investorClass: Project['investorClass'];
  channel: Project['channel'];
  projectCode: string | null;
  investmentTotal: number;
  fixedInvestment: number | null;
  paidIn: number;
  department: string;
};

/** Ids of parcels by their codes, in the order given; a code that there is no parcel of is null. */
export async function parcelIds(sql: Sql, codes: readonly string[]): Promise<(number | null)[]> {
  const rows = await sql<{ id: number; code: string }[]>`
    select id::int as id, code from parcel where code = any(${[...codes]}) order by id limit ${codes.length}`;
  return codes.map((code) => rows.find((row) => row.code === code)?.id ?? null);
}

/** Writes a project and the parcels it looks at. */
export async function insertProject(
  tx: Tx,
  project: NewProject & {
    department: string;
    parcels: readonly number[];
    enquiryId: number | null;
    accountId: number;
    at: Date;
    /** Invented: nobody has it. */
    demo?: boolean;
  },
): Promise<{ id: number; number: string }> {
  const number = await nextNumber(tx, 'XM', project.at);
  const [row] = await tx<{ id: number }[]>`
    insert into project ${tx({
      ...factsOf(project),
      number,
      department_code: project.department,
      enquiry_id: project.enquiryId,
      created_by: project.accountId,
      created_at: project.at,
      demo: project.demo ?? false,
    })} returning id::int as id`;
  if (row === undefined) throw new Error('the project was just written');
  await writeProjectParcels(tx, row.id, project.parcels);
  return { id: row.id, number };
}

/** False when somebody else changed it since this version. */
export async function replaceProject(
  tx: Tx,
  project: EditedProject & { id: number; version: number; parcels: readonly number[] },
): Promise<boolean> {
  const changed = await tx`
    update project set ${tx({ ...factsOf(project), version: project.version + 1 })}
    where id = ${project.id} and version = ${project.version} returning id`;
  if (changed.length !== 1) return false;
  await tx`delete from project_parcel where project_id = ${project.id}`;
  await writeProjectParcels(tx, project.id, project.parcels);
  return true;
}

/** What is known of a project, as its table holds it. */
function factsOf(project: EditedProject) {
  const { foreignRegistration } = project;
  return {
    name: project.name,
    company: project.company,
    credit_code: project.creditCode ?? null,
    foreign_registration: foreignText(foreignRegistration),
    investor_class: project.investorClass,
    channel: project.channel,
    project_code: project.projectCode ?? null,
    investment_total_yuan: project.investmentTotal,
    fixed_investment_yuan: project.fixedInvestment ?? null,
    paid_in_yuan: project.paidIn ?? 0,
  };
}

/** As tables hold a registration abroad: `DE HRB 12345`. */
export function foreignText(foreign: ForeignRegistration | undefined): string | null {
  return foreign === undefined ? null : `${foreign.country} ${foreign.number}`;
}

async function writeProjectParcels(tx: Tx, projectId: number, parcels: readonly number[]): Promise<void> {
  const rows = parcels.map((parcel_id, position) => ({ project_id: projectId, position, parcel_id }));
  if (rows.length > 0) await tx`insert into project_parcel ${tx(rows)}`;
}

/** Null for one that is not there or of another department. */
export async function readProjectRow(
  sql: Sql,
  id: number,
  department: string | null,
): Promise<ProjectRow | null> {
  const [row] = await sql<ProjectRow[]>`
    select ${rowColumns(sql)} from project
    where id = ${id} and (${department}::text is null or department_code = ${department})`;
  return row ?? null;
}

export type ProjectListing = {
  /** null: of all departments. */
  department: string | null;
  /** Part of number, name, company or 项目代码, in whatever case. */
  words: string | null;
  /** The id where the page before ended. */
  before: number | null;
  limit: number;
};

/** Projects, the newest first. */
export async function listProjectRows(
  sql: Sql,
  { department, words, before, limit }: ProjectListing,
): Promise<ProjectRow[]> {
  return await sql<ProjectRow[]>`
    select ${rowColumns(sql)} from project
    where rehearsal_event_id is null and (${department}::text is null or department_code = ${department})
      and (${words}::text is null or strpos(
        lower(concat_ws(chr(10), number, name, company, project_code)), lower(${words}::text)) > 0)
      and (${before}::bigint is null or id < ${before})
    order by id desc limit ${limit}`;
}

function rowColumns(sql: Sql) {
  return sql`id::int as id, number, name, company, credit_code as "creditCode",
    foreign_registration as "foreignRegistration", investor_class as "investorClass", channel,
    project_code as "projectCode", investment_total_yuan as "investmentTotal",
    fixed_investment_yuan as "fixedInvestment", paid_in_yuan as "paidIn", department_code as department`;
}

export type ProjectParts = Pick<Project, 'parcelCodes' | 'agreements'> & { stages: StageRow[] };

/** What belongs to each of some projects; three statements, however many they are. */
export async function readProjectParts(
  sql: Sql,
  ids: readonly number[],
): Promise<(id: number) => ProjectParts> {
  const these = sql`any(${[...ids]}::bigint[])`;
  const [parcels, agreements, stages] = await Promise.all([
    sql<{ projectId: number; code: string }[]>`
      select pp.project_id::int as "projectId", p.code
      from project_parcel pp join parcel p on p.id = pp.parcel_id
      where pp.project_id = ${these} order by pp.project_id, pp.position limit 10000`,
    sql<(Project['agreements'][number] & { projectId: number })[]>`
      select project_id::int as "projectId", number, content ->> 'title' as title, state as status
      from agreement where project_id = ${these} order by id limit 10000`,
    sql<(StageRow & { projectId: number })[]>`
      select s.project_id::int as "projectId", s.id::int as id, s.stage, s.on_day::text as "on", s.evidence, s.outcome,
        s.corrects::int as corrects, s.reason, ${isReplaced(sql)} as "isReplaced",
        s.entered_at as "enteredAt", e.name as "enteredBy", s.entered_by::int as "enteredById",
        s.decided_at as "decidedAt", d.name as "decidedBy"
      from project_stage s join account e on e.id = s.entered_by left join account d on d.id = s.decided_by
      where s.project_id = ${these} order by s.id limit 10000`,
  ]);
  return (id) => ({
    parcelCodes: parcels.filter(({ projectId }) => projectId === id).map(({ code }) => code),
    agreements: agreements.filter(({ projectId }) => projectId === id).map(withoutProject),
    stages: stages.filter(({ projectId }) => projectId === id).map(withoutProject),
  });
}

function withoutProject<Row extends { projectId: number }>({ projectId: _, ...row }: Row) {
  return row;
}

export type StageRow = Omit<Project['stages'][number], 'enteredAt' | 'decidedAt' | 'isOwn'> & {
  enteredAt: Date;
  decidedAt: Date | null;
  enteredById: number;
};

/** For If-Match of a change. */
export async function readProjectVersion(sql: Sql, id: number): Promise<number> {
  const [row] = await sql<{ version: number }[]>`select version from project where id = ${id}`;
  if (row === undefined) throw new Error('the project is there');
  return row.version;
}
