import type { Sql, Tx } from '../db/database.ts';
import type { AgreementState, Gate, Party, TemplateKey, Tier } from './terms.ts';
import type { EditedAgreement } from './agreement-schema.ts';
import { recallsSince } from './recalled-store.ts';
import { AgreementText } from './text-schema.ts';

/** 协议 as it stands in its table. */
export type AgreementRecord = {
  id: number;
  number: string;
  verifyCode: string;
  templateKey: TemplateKey;
  templateVersion: number;
  projectId: number;
  department: string;
  exclusive: boolean;
  admissionIndustry: string | null;
  state: AgreementState;
  version: number;
  content: AgreementText;
  missing: { key: string; label: string }[];
  contentSha256: Buffer;
  draftBlob: string;
  draftSha256: Buffer;
  deadline: Date;
  publishName: boolean;
  publishAmount: boolean;
  tier: Tier | null;
  isTest: boolean;
  createdBy: number;
  createdAt: Date;
  sentAt: Date | null;
  endedAt: Date | null;
  endReason: string | null;
  sealAttempts: number;
  sealFailure: string | null;
  sealNextAt: Date | null;
};

type Row = Omit<AgreementRecord, 'content'> & { content: unknown };

export type DraftFile = { blob: string; bytes: number; sha256: Buffer };

/** What was said for one agreement alone. */
export type Said = Pick<EditedAgreement, 'terms' | 'details'>;

export type AgreementDraft = {
  content: AgreementText;
  asked: Said;
  missing: { key: string; label: string }[];
  contentSha256: Buffer;
  file: DraftFile;
  admissionIndustry: string | null;
  deadline: Date;
  publishName: boolean;
  publishAmount: boolean;
  parcels: { parcelId: number; version: number; geometrySha256: Buffer; indicatorsSha256: Buffer }[];
};

export type NewAgreementRecord = AgreementDraft & {
  number: string;
  verifyCode: string;
  templateKey: TemplateKey;
  templateVersion: number;
  projectId: number;
  department: string;
  exclusive: boolean;
  isTest: boolean;
  accountId: number;
  at: Date;
};

export async function insertAgreement(tx: Tx, agreement: NewAgreementRecord): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into agreement (
      number, verify_code, template_key, template_version, project_id, department_code, exclusive, admission_industry,
      content, missing, content_sha256, draft_blob, draft_bytes, draft_sha256, deadline, publish_name, publish_amount,
      is_test, asked, created_by, created_at
    ) values (
      ${agreement.number}, ${agreement.verifyCode}, ${agreement.templateKey}, ${agreement.templateVersion},
      ${agreement.projectId}, ${agreement.department}, ${agreement.exclusive}, ${agreement.admissionIndustry},
      ${JSON.stringify(agreement.content)}::text::jsonb, ${JSON.stringify(agreement.missing)}::text::jsonb,
      ${agreement.contentSha256}, ${agreement.file.blob}, ${agreement.file.bytes}, ${agreement.file.sha256},
      ${agreement.deadline}, ${agreement.publishName}, ${agreement.publishAmount}, ${agreement.isTest},
      ${JSON.stringify(agreement.asked)}::text::jsonb, ${agreement.accountId}, ${agreement.at}
    ) returning id::int as id`;
  if (row === undefined) throw new Error('the agreement was just written');
  await writeParcels(tx, row.id, agreement.parcels);
  return row.id;
}

/** Puts another draft in the place of the one before; whatever that one passed counts no more. */
export async function replaceDraft(tx: Tx, id: number, draft: AgreementDraft): Promise<void> {
  await tx`
    update agreement set version = version + 1, content = ${JSON.stringify(draft.content)}::text::jsonb,
      missing = ${JSON.stringify(draft.missing)}::text::jsonb, content_sha256 = ${draft.contentSha256},
      draft_blob = ${draft.file.blob}, draft_bytes = ${draft.file.bytes}, draft_sha256 = ${draft.file.sha256},
      admission_industry = ${draft.admissionIndustry}, deadline = ${draft.deadline},
      publish_name = ${draft.publishName}, publish_amount = ${draft.publishAmount},
      asked = ${JSON.stringify(draft.asked)}::text::jsonb
    where id = ${id}`;
  await tx`delete from agreement_parcel where agreement_id = ${id}`;
  await writeParcels(tx, id, draft.parcels);
}

async function writeParcels(tx: Tx, id: number, parcels: AgreementDraft['parcels']): Promise<void> {
  const rows = parcels.map(({ parcelId, version, geometrySha256, indicatorsSha256 }, position) => ({
    agreement_id: id,
    position,
    parcel_id: parcelId,
    version,
    geometry_sha256: geometrySha256,
    indicators_sha256: indicatorsSha256,
  }));
  if (rows.length > 0) await tx`insert into agreement_parcel ${tx(rows)}`;
}

export async function findAgreement(sql: Sql, number: string): Promise<AgreementRecord | null> {
  return recordOf(await sql<Row[]>`select ${columns(sql)} from agreement where number = ${number}`);
}

export async function readAgreement(sql: Sql, id: number): Promise<AgreementRecord> {
  const record = recordOf(await sql<Row[]>`select ${columns(sql)} from agreement where id = ${id}`);
  if (record === null) throw new Error('the agreement is there');
  return record;
}

/** As the register has it, also where its text is none any more (null): for comparing, not for acting on. */
export type RegisteredAgreement = Omit<AgreementRecord, 'content'> & { content: AgreementText | null };

export async function findRegistered(
  sql: Sql,
  by: { number: string } | { id: number },
): Promise<RegisteredAgreement | null> {
  const which = 'id' in by ? sql`id = ${by.id}` : sql`number = ${by.number}`;
  const [row] = await sql<Row[]>`select ${columns(sql)} from agreement where ${which}`;
  if (row === undefined) return null;
  const { success, data } = AgreementText.safeParse(row.content);
  return { ...row, content: success ? data : null };
}

/** The first of these numbers that the register has. */
export async function findFirstRegistered(
  sql: Sql,
  numbers: readonly string[],
): Promise<RegisteredAgreement | null> {
  const [first] = await sql<{ number: string }[]>`
    select number from unnest(${[...numbers]}::text[]) with ordinality as named (number, place)
    join agreement using (number) order by place limit 1`;
  return first === undefined ? null : await findRegistered(sql, { number: first.number });
}

/** Since then what is said for a draft is kept: migration 0013_edited_drafts. */
const saidIsKept = 13;

/**
 * What was said for a draft, which its text alone does not tell. `isKept`: false of one that was drafted before that was
 * written down, and never changed since.
 */
export async function readSaid(sql: Sql, id: number): Promise<{ said: Said; isKept: boolean }> {
  const [row] = await sql<{ said: Said; isKept: boolean }[]>`
    select asked as said,
      version > 1 or created_at >= coalesce(
        (select applied_at from schema_migration where version = ${saidIsKept}), '-infinity'
      ) or asked <> '{"terms": {}, "details": {}}'::jsonb as "isKept"
    from agreement where id = ${id}`;
  if (row === undefined) throw new Error('the agreement is there');
  return row;
}

function columns(sql: Sql) {
  return sql`id::int as id, number, verify_code as "verifyCode", template_key as "templateKey",
    template_version as "templateVersion", project_id::int as "projectId", department_code as department, exclusive,
    admission_industry as "admissionIndustry", state, version, content, missing, content_sha256 as "contentSha256",
    draft_blob::text as "draftBlob", draft_sha256 as "draftSha256", deadline, publish_name as "publishName",
    publish_amount as "publishAmount", tier, is_test as "isTest", created_by::int as "createdBy",
    created_at as "createdAt", sent_at as "sentAt", ended_at as "endedAt", end_reason as "endReason",
    seal_attempts as "sealAttempts", seal_failure as "sealFailure", seal_next_at as "sealNextAt"`;
}

function recordOf([row]: readonly Row[]): AgreementRecord | null {
  return row === undefined ? null : { ...row, content: AgreementText.parse(row.content) };
}

export type AgreementParcel = {
  code: string;
  parcelId: number;
  version: number;
  geometrySha256: Buffer;
  indicatorsSha256: Buffer;
  heldUntil: Date | null;
  /** 撤回: when the record it names was taken back from the public since; the reason is the office's. */
  recalledAt: Date | null;
};

export async function readAgreementParcels(sql: Sql, id: number): Promise<AgreementParcel[]> {
  return await sql<AgreementParcel[]>`
    select p.code, p.id::int as "parcelId", ap.version, ap.geometry_sha256 as "geometrySha256",
      ap.indicators_sha256 as "indicatorsSha256", h.ends_at as "heldUntil",
      recalled.at as "recalledAt"
    from agreement_parcel ap join parcel p on p.id = ap.parcel_id
    left join parcel_hold h on h.agreement_id = ap.agreement_id and h.parcel_id = ap.parcel_id and h.released_at is null
    left join agreement a on a.id = ap.agreement_id
    left join lateral (
      select min(r.recalled_at) as at from ${recallsSince(sql)}
    ) recalled on true
    where ap.agreement_id = ${id} order by ap.position limit 20`;
}

export type GateRow = {
  gate: Gate;
  outcome: 'passed' | 'refused';
  note: string | null;
  by: string;
  at: Date;
};

/** The last word of each gate on the draft as it is. */
export async function readGates(sql: Sql, id: number): Promise<GateRow[]> {
  return await sql<GateRow[]>`
    select distinct on (g.gate) g.gate, g.outcome, g.note, a.name as by, g.decided_at as at
    from agreement_gate g join agreement e on e.id = g.agreement_id and e.version = g.version
    join account a on a.id = g.decided_by
    where g.agreement_id = ${id} order by g.gate, g.id desc limit 3`;
}

export async function insertGate(
  tx: Tx,
  gate: {
    agreementId: number;
    version: number;
    gate: Gate;
    outcome: string;
    note: string | null;
    accountId: number;
    at: Date;
  },
): Promise<void> {
  await tx`
    insert into agreement_gate (agreement_id, version, gate, outcome, note, decided_by, decided_at)
    values (${gate.agreementId}, ${gate.version}, ${gate.gate}, ${gate.outcome}, ${gate.note}, ${gate.accountId}, ${gate.at})`;
}

/** Who confirmed the draft as it is, and those who are to sign it. */
export async function readConfirmations(sql: Sql, id: number): Promise<{ party: Party; at: Date }[]> {
  return await sql<{ party: Party; at: Date }[]>`
    select c.party, c.at from agreement_confirmation c
    join agreement a on a.id = c.agreement_id and a.version = c.version and a.draft_sha256 = c.draft_sha256
    where c.agreement_id = ${id} order by c.party limit 10`;
}

/** Confirming twice is confirming once. */
export async function insertConfirmation(
  tx: Tx,
  confirmation: {
    agreementId: number;
    version: number;
    draftSha256: Buffer;
    party: Party;
    accountId: number | null;
    at: Date;
  },
): Promise<boolean> {
  const { agreementId, version, draftSha256, party, accountId, at } = confirmation;
  const written = await tx`
    insert into agreement_confirmation (agreement_id, version, draft_sha256, party, account_id, at)
    values (${agreementId}, ${version}, ${draftSha256}, ${party}, ${accountId}, ${at}) on conflict do nothing returning party`;
  return written.length === 1;
}

/** Who the accounts are, by their ids. */
export async function readAccountNames(sql: Sql, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await sql<{ id: number; name: string }[]>`
    select id::int as id, name from account where id = any(${[...new Set(ids)]}::bigint[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function readAccountEmail(sql: Sql, id: number): Promise<string> {
  const [row] = await sql<{ email: string }[]>`select email from account where id = ${id}`;
  if (row === undefined) throw new Error('who acts has an account');
  return row.email;
}
