import fc from 'fast-check';
import { auditHash, type AuditText } from '../../api/audit/chain.ts';
import type { Tx } from '../../api/db/database.ts';

/** What somebody with every right in the database does to a log of `length` rows. */
export type Tampering = {
  name: string;
  /** The first row that is no longer as it was; the alarm is there, or at the next anchor behind it. */
  from: number;
  apply: (tx: Tx) => Promise<unknown>;
};

const edits = {
  at: (tx: Tx, seq: number) =>
    tx`update audit_entry set at = at + interval '1 microsecond' where seq = ${seq}`,
  account: (tx: Tx, seq: number) =>
    tx`update audit_entry set account_id = coalesce(account_id, 0) + 1 where seq = ${seq}`,
  nobody: (tx: Tx, seq: number) =>
    tx`update audit_entry set account_id = case when account_id is null then 7 end where seq = ${seq}`,
  role: (tx: Tx, seq: number) => tx`update audit_entry set role = role || ' ' where seq = ${seq}`,
  action: (tx: Tx, seq: number) => tx`update audit_entry set action = action || 'd' where seq = ${seq}`,
  subject: (tx: Tx, seq: number) => tx`update audit_entry set subject = upper(subject) where seq = ${seq}`,
  details: (tx: Tx, seq: number) => tx`update audit_entry set details = '{"n":1.0}' where seq = ${seq}`,
  blank: (tx: Tx, seq: number) =>
    tx`update audit_entry set details = (details::text || ' ')::json where seq = ${seq}`,
  previousHash: (tx: Tx, seq: number) =>
    tx`update audit_entry set previous_hash = sha256(previous_hash) where seq = ${seq}`,
  hash: (tx: Tx, seq: number) => tx`update audit_entry set hash = sha256(hash) where seq = ${seq}`,
};
const editNames = Object.keys(edits) as (keyof typeof edits)[];

/** Every kind of tampering at every place; appending a sound row is not among them, the portal's own right. */
export function tamperings(length: number): fc.Arbitrary<Tampering> {
  const place = fc.integer({ min: 1, max: length });
  const two = fc
    .tuple(place, place)
    .filter(([one, other]) => one !== other)
    .map(([one, other]): [number, number] => [Math.min(one, other), Math.max(one, other)]);
  const at = (name: string, apply: (tx: Tx, seq: number) => Promise<unknown>) =>
    place.map((seq): Tampering => ({ name, from: seq, apply: (tx) => apply(tx, seq) }));
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...editNames), place).map(edit) },
    at('delete', remove),
    at('delete and close the gap', close),
    at('insert', insert),
    at('rewrite the tail', rewrite),
    at('cut the tail', cut),
    two.map(([one, other]): Tampering => ({
      name: 'swap',
      from: one,
      apply: (tx) => swap(tx, [one, other]),
    })),
  );
}

function edit([column, seq]: [keyof typeof edits, number]): Tampering {
  return { name: `edit ${column}`, from: seq, apply: (tx) => edits[column](tx, seq) };
}

async function remove(tx: Tx, seq: number) {
  await tx`delete from audit_entry where seq = ${seq}`;
}

async function close(tx: Tx, seq: number) {
  await remove(tx, seq);
  await shift(tx, seq + 1, -1);
}

/** In two steps, past what is there: the primary key is checked row by row. */
async function shift(tx: Tx, from: number, by: number) {
  const far = 1_000_000;
  await tx`update audit_entry set seq = seq + ${far} where seq >= ${from}`;
  await tx`update audit_entry set seq = seq - ${far} + ${by} where seq >= ${from + far}`;
}

async function insert(tx: Tx, seq: number) {
  const [before] = await tx<{ hash: Buffer }[]>`select hash from audit_entry where seq = ${seq - 1}`;
  await shift(tx, seq, 1);
  const row: AuditText = {
    seq: String(seq),
    at: '2026-11-22T02:00:00.000000Z',
    accountId: null,
    role: 'system',
    action: 'parcel.publish',
    subject: 'parcel:forged',
    details: '{}',
  };
  const previousHash = before?.hash ?? Buffer.alloc(32);
  await tx`
    insert into audit_entry (seq, at, account_id, role, action, subject, details, previous_hash, hash)
    values (${row.seq}, ${row.at}, null, ${row.role}, ${row.action}, ${row.subject}, '{}',
      ${previousHash}, ${auditHash(previousHash, row)})`;
}

async function swap(tx: Tx, [one, other]: [number, number]) {
  const far = 1_000_000;
  await tx`update audit_entry set seq = seq + ${far} where seq in (${one}, ${other})`;
  await tx`
    update audit_entry set seq = case seq when ${one + far} then ${other}::bigint else ${one}::bigint end
    where seq > ${far}`;
}

/** Another subject at `from`, and every hash behind it made anew as the portal would have. */
async function rewrite(tx: Tx, from: number) {
  await tx`update audit_entry set subject = subject || '!' where seq = ${from}`;
  const rows = await tx<(AuditText & { previousHash: Buffer })[]>`
    select seq::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
      account_id::text as "accountId", role, action, subject, details::text, previous_hash as "previousHash"
    from audit_entry where seq >= ${from} order by audit_entry.seq`;
  let previousHash = rows[0]?.previousHash ?? Buffer.alloc(32);
  for (const row of rows) {
    const hash = auditHash(previousHash, row);
    await tx`
      update audit_entry set previous_hash = ${previousHash}, hash = ${hash} where seq = ${row.seq}::text::bigint`;
    previousHash = hash;
  }
}

async function cut(tx: Tx, from: number) {
  await tx`delete from audit_entry where seq >= ${from}`;
}
