import type { Tx } from '../db/database.ts';
import { newSecretToken, secretTokenHash } from './secret-token.ts';
import { sessionLimits } from './session-rules.ts';
import { deleteSession, insertSession } from './session-store.ts';
import type { Role } from './terms.ts';

export type StartedSession = { token: string; maxAgeSeconds: number };

export type SessionStart = {
  account: { id: number; role: Role };
  /** The token that the browser had until now: it ends, so that a planted one is never signed in. */
  earlierToken: string | null;
  at: Date;
};

export async function startSession(
  tx: Tx,
  { account, earlierToken, at }: SessionStart,
): Promise<StartedSession> {
  const { absoluteMs } = sessionLimits(account.role);
  if (earlierToken !== null) await deleteSession(tx, secretTokenHash(earlierToken));
  const token = newSecretToken();
  await insertSession(tx, {
    tokenHash: secretTokenHash(token),
    accountId: account.id,
    at,
    endsAt: new Date(at.getTime() + absoluteMs),
  });
  return { token, maxAgeSeconds: absoluteMs / 1000 };
}
