import type { Sql, Tx } from '../db/database.ts';
import type { Envelope, EnvelopeSigner } from './envelope-rules.ts';
import type { AgreementState, Tier } from './terms.ts';

type EnvelopeRow = {
  state: AgreementState;
  deadline: Date;
  leaseId: string | null;
  leasePosition: number | null;
  leaseUntil: Date | null;
};

/** Nobody else changes it until the transaction ends. */
export async function holdEnvelope(tx: Tx, agreementId: number): Promise<Envelope> {
  await tx`select from agreement where id = ${agreementId} for update`;
  return readEnvelope(tx, agreementId);
}

export async function readEnvelope(sql: Sql, agreementId: number): Promise<Envelope> {
  const [row] = await sql<EnvelopeRow[]>`
    select state, deadline, lease_id as "leaseId", lease_position as "leasePosition", lease_until as "leaseUntil"
    from agreement where id = ${agreementId}`;
  if (row === undefined) throw new Error('the agreement is there');
  const signers = await sql<EnvelopeSigner[]>`
    select position, role, turn, state from agreement_signer
    where agreement_id = ${agreementId} order by position limit 100`;
  const { leaseId, leasePosition, leaseUntil } = row;
  return {
    state: row.state,
    deadline: row.deadline,
    signers,
    lease:
      leaseId === null || leaseUntil === null
        ? null
        : { id: leaseId, position: leasePosition, until: leaseUntil },
  };
}

/** Writes what a step changed; what is completed says its tier: signers first, since an agreement is sealed only when all of them have signed. */
export async function saveEnvelope(
  tx: Tx,
  agreementId: number,
  {
    before,
    after,
    at,
    reason,
    tier,
  }: { before: Envelope; after: Envelope; at: Date; reason?: string; tier?: Tier },
): Promise<void> {
  for (const signer of after.signers) {
    const old = before.signers.find(({ position }) => position === signer.position);
    if (old?.state === signer.state) continue;
    await tx`
      update agreement_signer set state = ${signer.state}
      where agreement_id = ${agreementId} and position = ${signer.position}`;
  }
  const { lease, state, deadline } = after;
  const hasEnded = state !== before.state && ['completed', 'declined', 'voided', 'expired'].includes(state);
  await tx`
    update agreement set state = ${state}, deadline = ${deadline}, lease_id = ${lease?.id ?? null},
      lease_position = ${lease?.position ?? null}, lease_until = ${lease?.until ?? null},
      ended_at = ${hasEnded ? at : null}, tier = ${tier ?? null}, end_reason = ${hasEnded ? (reason ?? null) : null},
      sent_at = ${state === 'sent' && before.state === 'draft' ? at : tx`sent_at`},
      seal_next_at = ${state === 'sealing' && before.state !== 'seal-failed' && before.state !== 'sealing' ? at : tx`seal_next_at`}
    where id = ${agreementId}`;
}

/** Those in which a signature was begun and never made. */
export async function listLostLeases(sql: Sql, at: Date): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select id::int as id from agreement
    where state in ('sent', 'in-progress') and lease_until <= ${at} order by lease_until, id limit 100`;
  return rows.map(({ id }) => id);
}

/** Those that run past their deadline. */
export async function listOverdue(sql: Sql, at: Date): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select id::int as id from agreement
    where state in ('sent', 'in-progress') and deadline <= ${at} order by deadline, id limit 100`;
  return rows.map(({ id }) => id);
}
