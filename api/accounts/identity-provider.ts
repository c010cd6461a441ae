import type { Sql } from '../db/database.ts';
import { findSignInAccount, type SignInAccount } from './account-store.ts';
import type { Passwords } from './passwords.ts';
import { normalEmail } from './rules.ts';

/**
 * A way to prove who somebody is: a password here; single sign-on of staff (OIDC) or a ticket of the provincial service
 * portal (政务服务网) elsewhere. It answers with the account that the proof stands for and never makes or links one:
 * an address that two providers both know proves nothing about being the same person.
 */
export type IdentityProvider<Proof> = {
  identify: (proof: Proof) => Promise<SignInAccount | null>;
};

export type PasswordProof = { email: string; password: string };

/** Takes the same work for an address nobody has as for a wrong password. */
export function passwordProvider(sql: Sql, passwords: Passwords): IdentityProvider<PasswordProof> {
  return {
    async identify({ email, password }) {
      const account = await findSignInAccount(sql, normalEmail(email));
      const isRight = await passwords.verify(password, account?.passwordHash ?? null);
      return account !== null && isRight && !account.isLocked ? account : null;
    },
  };
}
