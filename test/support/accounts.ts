import { randomUUID } from 'node:crypto';
import { newSecretToken, secretTokenHash } from '../../api/accounts/secret-token.ts';
import { insertSession } from '../../api/accounts/session-store.ts';
import type { Competence, Role } from '../../api/accounts/terms.ts';
import type { Database } from '../../api/db/database.ts';

export type SignedInOptions = {
  /** Code of the department; by default `wuyi` for a publisher, `natural-resources` for a reviewer, else none. */
  department?: string | null;
  /** Of a reviewer; by default both, which only a department of land may hold. */
  competences?: Competence[];
  /** By default staff have set it up, with a secret that no test knows. */
  hasSecondFactor?: boolean;
  /** When the session began and last proved who it is; the clock of `testPortal`. */
  at?: Date;
};

export type SignedIn = {
  accountId: number;
  email: string;
  /** For `app.request()`: the session's cookie and the site's own Origin. */
  headers: { Cookie: string; Origin: string };
};

const ownDepartment: Partial<Record<Role, string>> = { publisher: 'wuyi', reviewer: 'natural-resources' };

/** Somebody with this role, signed in: account and session are written straight into the database. */
export async function signedIn(
  database: Database,
  role: Role,
  options: SignedInOptions = {},
): Promise<SignedIn> {
  const { hasSecondFactor = role !== 'investor', at = new Date('2026-11-22T02:00:00Z') } = options;
  const email = `${role}-${randomUUID()}@zhaotu.test`;
  const token = newSecretToken();
  const accountId = await database.transaction(async (tx) => {
    const [row] = await tx<{ id: number }[]>`
      insert into account ${tx({
        email,
        name: `试验${role}`,
        role,
        department_code:
          options.department === undefined ? (ownDepartment[role] ?? null) : options.department,
        competences: options.competences ?? (role === 'reviewer' ? ['land', 'terms'] : []),
        email_verified_at: at,
        totp_secret: hasSecondFactor ? Buffer.from('sealed') : null,
        totp_confirmed_at: hasSecondFactor ? at : null,
      })}
      returning id`;
    if (row === undefined) throw new Error('the account was just written');
    const endsAt = new Date(at.getTime() + 8 * 3_600_000);
    await insertSession(tx, { tokenHash: secretTokenHash(token), accountId: row.id, at, endsAt });
    return row.id;
  });
  return { accountId, email, headers: { Cookie: `sid=${token}`, Origin: 'http://127.0.0.1:8080' } };
}
