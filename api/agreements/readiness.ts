import type { SecretBox } from '../accounts/secret-box.ts';
import type { Sql } from '../db/database.ts';
import { readConfirmations, readGates, type AgreementRecord } from './agreement-store.ts';
import { blockersOf, unauthorisedOf } from './blocker-rules.ts';
import { lintAgreement } from './lint-rules.ts';
import { readSigners } from './signer-store.ts';

/** What still stands before the sending of a draft, in words. */
export async function readBlockers(
  sql: Sql,
  secrets: SecretBox,
  agreement: AgreementRecord,
): Promise<string[]> {
  const gates = await readGates(sql, agreement.id);
  const confirmations = await readConfirmations(sql, agreement.id);
  return blockersOf({
    missing: agreement.missing,
    findings: lintAgreement(agreement.content),
    passed: gates.filter(({ outcome }) => outcome === 'passed').map(({ gate }) => gate),
    confirmed: confirmations.map(({ party }) => party),
    unauthorised: unauthorisedOf(await readSigners(sql, secrets, agreement.id)),
    sides: agreement.content.parties,
  });
}
