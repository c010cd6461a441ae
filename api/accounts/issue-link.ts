import type { Tx } from '../db/database.ts';
import { newSecretToken, secretTokenHash } from './secret-token.ts';
import { linkAddress, type TokenPurpose } from './token-rules.ts';
import { insertToken } from './token-store.ts';

export type LinkIssue = {
  /** Null: the link of an address that nobody has, which works nowhere. */
  accountId: number | null;
  purpose: TokenPurpose;
  lifeMs: number;
  at: Date;
  origin: string;
};

/** Makes a link that works once, for a letter or for whoever runs the portal. */
export async function issueLink(tx: Tx, issue: LinkIssue): Promise<string> {
  const { accountId, purpose, lifeMs, at, origin } = issue;
  const token = newSecretToken();
  const endsAt = new Date(at.getTime() + lifeMs);
  await insertToken(tx, { tokenHash: secretTokenHash(token), accountId, purpose, at, endsAt });
  return linkAddress(origin, purpose, token);
}
