import { findPerson, insertAccount, writeLock } from '../accounts/people-store.ts';
import { newSecretToken, secretTokenHash } from '../accounts/secret-token.ts';
import { deleteSessions, insertSession } from '../accounts/session-store.ts';
import type { Competence, Role } from '../accounts/terms.ts';
import type { CityPack } from '../city/schema.ts';
import type { Database, Tx } from '../db/database.ts';
import { StartError } from '../errors.ts';

/** 演练程序: plays somebody of staff. Its account is open while it plays, and has no password at any time. */
export type Robot = { accountId: number; cookie: string };

export type Robots = {
  hosts: { first: Robot; second: Robot };
  reviewer: Robot;
  /** Who prepares for a department, by its code. */
  publishers: ReadonlyMap<string, Robot>;
};

/** Nobody receives anything at such an address (RFC 2606, 2). */
export const robotsDomain = 'rehearsal.invalid';
const longestPlayMs = 2 * 3_600_000;

type Part = { key: string; name: string; role: Role; department: string | null; competences: Competence[] };

/** Who plays an event: two hosts, a reviewer, and somebody of each of these departments. */
export async function employRobots(
  database: Database,
  { pack, departments, at }: { pack: CityPack; departments: readonly string[]; at: Date },
): Promise<Robots> {
  const reviewing = pack.departments.find(({ duty }) => duty === 'land' || duty === 'terms');
  if (reviewing === undefined) throw new StartError('The city has no department that reviews.');
  const host = { role: 'host', department: null, competences: [] } as const;
  return await database.transaction(async (tx) => {
    const employ = async (part: Omit<Part, 'competences'> & { competences: readonly Competence[] }) =>
      await openAccount(tx, { ...part, competences: [...part.competences] }, at);
    const publishers = new Map<string, Robot>();
    for (const department of new Set(departments)) {
      const part = { role: 'publisher', department, competences: [] } as const;
      const robot = await employ({ ...part, key: `publisher-${department}`, name: '演练程序·发布' });
      publishers.set(department, robot);
    }
    return {
      hosts: {
        first: await employ({ ...host, key: 'host-1', name: '演练程序·主持' }),
        second: await employ({ ...host, key: 'host-2', name: '演练程序·主持二' }),
      },
      reviewer: await employ({
        ...{ key: 'reviewer', name: '演练程序·审核', role: 'reviewer', department: reviewing.code },
        competences: ['terms'],
      }),
      publishers,
    };
  });
}

/** Their accounts are shut and their sessions over. */
export async function dismissRobots(database: Database, robots: Robots, at: Date): Promise<void> {
  const { hosts, reviewer, publishers } = robots;
  await database.transaction(async (tx) => {
    for (const { accountId } of [hosts.first, hosts.second, reviewer, ...publishers.values()]) {
      await writeLock(tx, accountId, at);
      await deleteSessions(tx, accountId);
    }
  });
}

async function openAccount(tx: Tx, { key, ...part }: Part, at: Date): Promise<Robot> {
  const email = `${key}@${robotsDomain}`;
  const made = await insertAccount(tx, { ...part, email, locale: 'zh-CN', demo: false, at });
  const accountId = made ?? (await findPerson(tx, email))?.id;
  if (accountId === undefined) throw new Error('the account was just written');
  await writeLock(tx, accountId, null);
  const token = newSecretToken();
  const endsAt = new Date(at.getTime() + longestPlayMs);
  await insertSession(tx, { tokenHash: secretTokenHash(token), accountId, at, endsAt });
  return { accountId, cookie: `sid=${token}` };
}
