import { isSecretToken, newSecretToken, secretTokenHash } from '../accounts/secret-token.ts';
import type { Sql, Tx } from '../db/database.ts';

/** As long as a case is kept after its end, and longer than it takes. */
const linkLifeMs = 3 * 366 * 86_400_000;

/** 专属链接: opens one case without an account. The secret stands behind #, so that no server's log holds it. */
export async function issueEnquiryLink(
  tx: Tx,
  { enquiryId, origin, at }: { enquiryId: number; origin: string; at: Date },
): Promise<string> {
  const token = newSecretToken();
  await tx`
    insert into enquiry_link ${tx({
      token_hash: secretTokenHash(token),
      enquiry_id: enquiryId,
      issued_at: at,
      ends_at: new Date(at.getTime() + linkLifeMs),
    })}`;
  return `${origin}/enquiry#t=${token}`;
}

/** The case that a link opens; null for one that never was, is spent or too old. */
export async function findLinkedEnquiry(sql: Sql, token: string, at: Date): Promise<number | null> {
  if (!isSecretToken(token)) return null;
  const [row] = await sql<{ enquiryId: number }[]>`
    select enquiry_id::int as "enquiryId" from enquiry_link
    where token_hash = ${secretTokenHash(token)} and ends_at > ${at}`;
  return row?.enquiryId ?? null;
}
