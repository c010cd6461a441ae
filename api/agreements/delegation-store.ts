import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { Sql, Tx } from '../db/database.ts';
import type { DelegationDecision } from './delegation-schema.ts';
import type { SignerPlace } from './link-store.ts';
import { Contact } from './signer-store.ts';

const Sealed = z.object({ from: Contact, to: Contact, reason: z.string() });

/** 转交, asked for: who had the place, who is to have it, and why, in his words. */
export type StoredDelegation = z.infer<typeof Sealed> & {
  id: string;
  position: number;
  askedAt: Date;
  outcome: DelegationDecision['outcome'] | null;
  authorisation: string | null;
};

/** A seal is bound to its row. */
const sealPlace = (id: string) => `delegation ${id}`;

export async function insertDelegation(
  tx: Tx,
  secrets: SecretBox,
  { agreementId, position, at, ...asked }: SignerPlace & { at: Date } & z.infer<typeof Sealed>,
): Promise<void> {
  const id = randomUUID();
  const sealed = secrets.seal(JSON.stringify(asked), sealPlace(id));
  await tx`
    insert into agreement_delegation ${tx({ id, agreement_id: agreementId, position, sealed, asked_at: at })}`;
}

/** In their order; each place has one at most that is not decided. */
export async function readDelegations(
  sql: Sql,
  secrets: SecretBox,
  agreementId: number,
): Promise<StoredDelegation[]> {
  return (await readSealed(sql, agreementId)).map((row) => opened(secrets, row));
}

/** What was decided of a handing on; `persons` are null where they do not open, as when the key they were sealed under is lost. */
type DelegationRow = Omit<StoredDelegation, keyof z.infer<typeof Sealed>> & {
  persons: z.infer<typeof Sealed> | null;
};

/** As `readDelegations`, with those that do not open. */
export async function readDelegationRows(
  sql: Sql,
  secrets: SecretBox,
  agreementId: number,
): Promise<DelegationRow[]> {
  return (await readSealed(sql, agreementId)).map(({ sealed, ...row }) => {
    try {
      return { ...row, persons: openedPersons(secrets, { sealed, id: row.id }) };
    } catch {
      return { ...row, persons: null };
    }
  });
}

/** As `readDelegations`, without those that do not open. */
export async function readOpenDelegations(
  sql: Sql,
  secrets: SecretBox,
  agreementId: number,
): Promise<StoredDelegation[]> {
  const rows = await readDelegationRows(sql, secrets, agreementId);
  return rows.flatMap(({ persons, ...row }) => (persons === null ? [] : [{ ...row, ...persons }]));
}

type SealedRow = Omit<StoredDelegation, keyof z.infer<typeof Sealed>> & { sealed: Buffer };

async function readSealed(sql: Sql, agreementId: number): Promise<SealedRow[]> {
  return await sql<SealedRow[]>`
    select id::text as id, position, sealed, asked_at as "askedAt", outcome, authorisation
    from agreement_delegation where agreement_id = ${agreementId} order by asked_at, id limit 1000`;
}

function opened(secrets: SecretBox, { sealed, ...row }: SealedRow): StoredDelegation {
  return { ...row, ...openedPersons(secrets, { sealed, id: row.id }) };
}

function openedPersons(secrets: SecretBox, { sealed, id }: Pick<SealedRow, 'sealed' | 'id'>) {
  return Sealed.parse(JSON.parse(secrets.open(sealed, sealPlace(id))));
}

export async function noteDecision(
  tx: Tx,
  id: string,
  { decision, accountId, at }: { decision: DelegationDecision; accountId: number; at: Date },
): Promise<void> {
  const authorisation = decision.outcome === 'admitted' ? decision.authorisation : null;
  await tx`
    update agreement_delegation set outcome = ${decision.outcome}, authorisation = ${authorisation},
      decided_by = ${accountId}, decided_at = ${at}
    where id = ${id}`;
}
