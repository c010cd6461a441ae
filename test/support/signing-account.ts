import { createHash } from 'node:crypto';
import { readFile } from '../../api/agreements/files.ts';
import { readRevisions, type RevisionRow } from '../../api/agreements/revision-store.ts';
import { verifyAudit, type Tampering } from '../../api/audit/verify.ts';
import type { Blobs } from '../../api/attachments/blobs.ts';
import type { Database } from '../../api/db/database.ts';
import { fileSignatures } from '../../api/signatures/file-signatures.ts';
import type { AskedSigner } from './signing-work.ts';

export type SigningAccount = {
  agreements: number;
  /** Signatures that stand in files. */
  signatures: number;
  /** Acknowledged and not in the file. */
  lost: number;
  /** Signed without a signature in the file, or in the file without having signed, or still signing though nobody is at it. */
  halfSigned: number;
  /** One signer's signature, the seal or the archive twice in a file. */
  twice: number;
  /** Files whose bytes are not those of the register, or do not begin with those of the state before. */
  broken: number;
  /** Sent and not complete. */
  incomplete: number;
  /** Whose events are not one for each signature, seal and completion, or whose log has not one row for each. */
  untold: number;
  tampering: Tampering | null;
};

type Row = {
  id: number;
  state: string;
  lease: boolean;
  signers: { position: number; state: string }[];
  events: string[];
  logged: number;
};

/** Looks at every agreement that was sent: its rows, its events and the bytes of all states of its file. */
export async function accountForSigning(
  { database, blobs }: { database: Database; blobs: Blobs },
  acknowledged: readonly Pick<AskedSigner, 'agreementId' | 'position'>[],
): Promise<SigningAccount> {
  const rows = await database.sql<Row[]>`
    select a.id::int as id, a.state, a.lease_id is not null as lease,
      (select jsonb_agg(jsonb_build_object('position', s.position, 'state', s.state)) from agreement_signer s
        where s.agreement_id = a.id) as signers,
      (select array_agg(e.kind order by e.seq) from agreement_event e where e.agreement_id = a.id) as events,
      (select count(*)::int from audit_entry l where l.subject = 'agreement:' || a.number) as logged
    from agreement a where a.state <> 'draft' order by a.id limit 100000`;
  const files = await Promise.all(
    rows.map(async ({ id }) => ({ id, states: await readRevisions(database.sql, id) })),
  );
  const statesOf = new Map(files.map(({ id, states }) => [id, states]));
  const count = (test: (row: Row, states: RevisionRow[]) => boolean) =>
    rows.filter((row) => test(row, statesOf.get(row.id) ?? [])).length;
  const hasSigned = (states: RevisionRow[], position: number) =>
    states.filter((state) => state.kind === 'signature' && state.position === position).length;
  let broken = 0;
  for (const row of rows) if (!(await isWhole(blobs, statesOf.get(row.id) ?? []))) broken += 1;
  return {
    agreements: rows.length,
    signatures: files.flatMap(({ states }) => states).filter(({ kind }) => kind === 'signature').length,
    lost: acknowledged.filter(
      ({ agreementId, position }) => hasSigned(statesOf.get(agreementId) ?? [], position) === 0,
    ).length,
    halfSigned: count(({ signers, lease }, states) =>
      signers.some(
        ({ position, state }) =>
          (state === 'signed') !== hasSigned(states, position) > 0 || (state === 'signing' && !lease),
      ),
    ),
    twice: count(({ signers }, states) => {
      const ofKind = (kind: string) => states.filter((state) => state.kind === kind).length;
      return (
        signers.some(({ position }) => hasSigned(states, position) > 1) ||
        ofKind('seal') > 1 ||
        ofKind('archive') > 1
      );
    }),
    broken,
    incomplete: count(({ state }) => state !== 'completed'),
    untold: count(({ events, logged }, states) => {
      const told = (kind: string) => events.filter((event) => event === kind).length;
      const kept = (kind: string) => states.filter((state) => state.kind === kind).length;
      return (
        told('sign') !== kept('signature') ||
        told('seal') !== kept('seal') ||
        told('complete') !== kept('archive') ||
        logged !== events.length
      );
    }),
    tampering: (await verifyAudit(database.sql, new Map())).tampering,
  };
}

/** Each state begins with the bytes of the one before, and the last holds as many sound signatures as there are states after it. */
async function isWhole(blobs: Blobs, states: readonly RevisionRow[]): Promise<boolean> {
  let before = Buffer.alloc(0);
  for (const state of states) {
    const bytes = Buffer.from(await readFile(blobs, state).catch(() => new Uint8Array()));
    const isSame = createHash('sha256').update(bytes).digest().equals(state.sha256);
    if (!isSame || !bytes.subarray(0, before.length).equals(before)) return false;
    before = bytes;
  }
  const signatures = await fileSignatures(before, []);
  return signatures.length === states.length - 1 && signatures.every(({ isIntact }) => isIntact);
}
