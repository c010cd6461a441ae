import { asWritten } from '../db/as-written.ts';
import type { Sql, Tx } from '../db/database.ts';

/** A table of the portal as the catalogue tells it; `refersTo` without itself. */
export type Table = { name: string; columns: string[]; refersTo: string[] };

/** Kept by the migrations themselves. */
const history = 'schema_migration';

/** Every table of the portal, each behind those it refers to. Tables of extensions are not among them. */
export async function listTables(sql: Sql): Promise<Table[]> {
  const tables = await sql<Table[]>`
    select c.relname::text as name,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attnum
      ) as columns,
      array(
        select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and f.oid <> c.oid
      ) as "refersTo"
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> ${history}
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`;
  return referredFirst(tables);
}

function referredFirst(tables: Table[]): Table[] {
  const ordered: Table[] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const next = [...waiting].find(
      ({ refersTo }) => ![...waiting].some(({ name }) => refersTo.includes(name)),
    );
    if (next === undefined)
      throw new Error('tables that refer to one another in a circle cannot be put in order');
    ordered.push(next);
    waiting.delete(next);
  }
  return ordered;
}

/** The newest migration; null in a database that has none. */
export async function readSchemaVersion(sql: Sql): Promise<number | null> {
  const [place] = await sql<{ exists: boolean }[]>`select to_regclass(${history}) is not null as exists`;
  if (!place?.exists) return null;
  const [row] = await sql<{ version: number | null }[]>`select max(version) as version from schema_migration`;
  return row?.version ?? null;
}

export async function readCityName(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ city: string }[]>`select city from installation limit 1`;
  return row?.city ?? null;
}

/** Texts of values must not depend on who asks for them. */
export async function settleTexts(tx: Tx): Promise<void> {
  await tx`
    select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
      set_config('IntervalStyle', 'postgres', true), set_config('bytea_output', 'hex', true),
      set_config('extra_float_digits', '1', true)`;
}

/** Rows at once: few where they are long, as shapes and uploads are. */
const longRowChars = 8_000;

/** Every row as a JSON array of its columns' texts, a batch at a time. */
export async function* readTable(tx: Tx, { name, columns }: Table): AsyncGenerator<string[]> {
  const texts = columns
    .map((column) => tx`${tx(column)}::text`)
    .reduce((before, column) => tx`${before}, ${column}`);
  await tx`
    declare archive_rows no scroll cursor for select json_build_array(${texts})::text as line from ${tx(name)}`;
  let isLong = true;
  for (;;) {
    const rows: { line: string }[] = isLong
      ? await tx<{ line: string }[]>`fetch forward 20 from archive_rows`
      : await tx<{ line: string }[]>`fetch forward 1000 from archive_rows`;
    if (rows.length === 0) break;
    const lines = rows.map(({ line }) => line);
    yield lines;
    isLong = lines.reduce((total, line) => total + line.length, 0) / lines.length > longRowChars;
  }
  await tx`close archive_rows`;
}

/** Parameters of one statement; the server takes 65,535. */
const mostParameters = 10_000;

export function rowsAtOnce({ columns }: Pick<Table, 'columns'>): number {
  return Math.max(1, Math.floor(mostParameters / columns.length));
}

export async function insertRows(
  tx: Tx,
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  rows: (string | null)[][],
): Promise<void> {
  if (rows.length === 0) return;
  const names = columns
    .map((column) => tx`${tx(column)}`)
    .reduce((before, column) => tx`${before}, ${column}`);
  const values: unknown = rows.map((row) => row.map((text) => (text === null ? null : asWritten(tx, text))));
  // The driver takes typed parameters and null in such a list; its types know of plain texts alone.
  await tx`insert into ${tx(name)} (${names}) overriding system value values ${tx(values as string[][])}`;
}

export type Sequence = { sequence: string; last: number; called: boolean };

/** Where the numbers of identity columns go on. */
export async function readSequences(sql: Sql): Promise<Sequence[]> {
  const names = await sql<{ name: string }[]>`
    select c.relname::text as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`;
  const sequences: Sequence[] = [];
  for (const { name } of names) {
    const [row] = await sql<Omit<Sequence, 'sequence'>[]>`
      select last_value as last, is_called as called from ${sql(name)}`;
    if (row !== undefined) sequences.push({ sequence: name, ...row });
  }
  return sequences;
}

export async function writeSequence(tx: Tx, { sequence, last, called }: Sequence): Promise<void> {
  await tx`select setval(${sequence}::text::regclass, ${last}, ${called})`;
}

/** What the migrations and every start write by themselves. */
const writtenAtStart = new Set([
  'installation',
  'region',
  'department',
  'department_region',
  'duty_officer',
  'industry',
  'critical_fact',
  'public_data',
]);

/** The first table that holds what somebody brought in; null: the installation is empty. */
export async function findContent(tx: Tx, tables: Table[]): Promise<string | null> {
  for (const { name } of tables) {
    if (writtenAtStart.has(name)) continue;
    const [row] = await tx<{ holds: boolean }[]>`select exists (select from ${tx(name)}) as holds`;
    if (row?.holds) return name;
  }
  return null;
}

type OwnReference = { table: string; name: string };

/**
 * Empties the tables and lets `fill` write into them what they refuse otherwise: their triggers guard what people do, not what comes
 * back as it was. A table that refers to itself is checked at the end. Needs the owner of the tables.
 */
export async function fillTables<T>(tx: Tx, tables: Table[], fill: () => Promise<T>): Promise<T> {
  const own = await tx<OwnReference[]>`
    select c.relname::text as "table", k.conname::text as name
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.conrelid = k.confrelid and c.relnamespace = 'public'::regnamespace
    order by c.relname, k.conname`;
  for (const { name } of tables) await tx`alter table ${tx(name)} disable trigger user`;
  for (const { table, name } of own)
    await tx`alter table ${tx(table)} alter constraint ${tx(name)} deferrable initially deferred`;
  const names = tables.map(({ name }) => tx`${tx(name)}`).reduce((before, name) => tx`${before}, ${name}`);
  await tx`truncate ${names}`;
  const filled = await fill();
  await tx`set constraints all immediate`;
  for (const { table, name } of own)
    await tx`alter table ${tx(table)} alter constraint ${tx(name)} not deferrable`;
  for (const { name } of tables) await tx`alter table ${tx(name)} enable trigger user`;
  return filled;
}

/** What the table of attachments says of each: its id and the digest of its bytes. */
export async function listRecordedFiles(tx: Tx): Promise<{ id: string; sha256: string }[]> {
  return await tx<{ id: string; sha256: string }[]>`
    select id, encode(sha256, 'hex') as sha256 from attachment order by id`;
}
