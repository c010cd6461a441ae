import type { SecretBox } from '../accounts/secret-box.ts';
import { anyOf } from '../db/any-of.ts';
import type { Sql } from '../db/database.ts';
import { emailKey } from './signer-store.ts';

/** Whether somebody signs or approves for a party, by his e-mail address: who only looks on takes no evidence home. */
export async function actsForParty(
  sql: Sql,
  secrets: SecretBox,
  { agreementId, email }: { agreementId: number; email: string },
): Promise<boolean> {
  const rows = await sql`
    select from agreement_signer
    where agreement_id = ${agreementId} and role in ('signer', 'approver')
      and email_index = ${anyOf(sql, secrets.indexes(emailKey(email)))} limit 1`;
  return rows.length > 0;
}
