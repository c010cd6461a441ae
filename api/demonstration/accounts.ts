import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writePassword, noteVerified } from '../accounts/account-store.ts';
import { issueLink } from '../accounts/issue-link.ts';
import type { Passwords } from '../accounts/passwords.ts';
import { findPerson, insertAccount, writeLock, type NewAccount } from '../accounts/people-store.ts';
import { roles, type Role } from '../accounts/terms.ts';
import { linkLifeMs } from '../accounts/token-rules.ts';
import type { CityPack } from '../city/schema.ts';
import type { Database, Tx } from '../db/database.ts';
import {
  listDemonstrationAccounts,
  lockDemonstrationAccounts,
  nameHead,
  putOnDuty,
  publishingDepartments,
} from './account-store.ts';

/** `DATA_DIR/demo-accounts.json`. */
const DemonstrationAccounts = z.array(
  z.object({
    role: z.enum(roles),
    email: z.string(),
    password: z.string(),
    totpSecret: z.string().optional(),
  }),
);
export type DemonstrationAccount = z.infer<typeof DemonstrationAccounts>[number];

export type DemonstrationParts = {
  database: Database;
  pack: CityPack;
  dataDir: string;
  passwords: Passwords;
  now: Date;
};

/**
 * Makes the accounts of the demonstration, with passwords of this installation's own, and writes them into
 * `demo-accounts.json` for whoever runs it. What the file holds already stays.
 */
export async function prepareDemonstrationAccounts(
  parts: DemonstrationParts,
): Promise<DemonstrationAccount[]> {
  const { database, pack, dataDir, passwords, now } = parts;
  const file = join(dataDir, 'demo-accounts.json');
  const kept = new Map((await readKept(file)).map((account) => [account.email, account]));
  const present = new Set(await listDemonstrationAccounts(database.sql));
  const wanted = wantedAccounts(pack, await publishingDepartments(database.sql, pack.hotline.department));
  const accounts = await Promise.all(
    wanted.map(async (account) => {
      const { role, email } = account;
      const isReady = kept.has(email) && present.has(email);
      const shown = kept.get(email) ?? { role, email, password: randomBytes(12).toString('base64url') };
      const passwordHash = isReady ? null : await passwords.hash(shown.password);
      return { account, shown, passwordHash };
    }),
  );
  await database.transaction(async (tx) => {
    for (const { account, passwordHash } of accounts) {
      const accountId =
        (await insertAccount(tx, { ...account, locale: 'zh-CN', demo: true, at: now })) ??
        (await findPerson(tx, account.email))?.id;
      if (accountId === undefined) throw new Error('the account was just written');
      if (passwordHash !== null) await writePassword(tx, { accountId, passwordHash, at: now });
      await noteVerified(tx, accountId, now);
      await writeLock(tx, accountId, null);
      const { role, department } = account;
      if (role !== 'publisher' || department === null) continue;
      await putOnDuty(tx, { department, accountId });
      await nameHead(tx, { department, accountId });
    }
  });
  const shown = accounts.map((account) => account.shown);
  await writeOwnerOnly(file, `${JSON.stringify(shown, null, 2)}\n`);
  return shown;
}

export type DemonstrationStaff = { role: Role; department: string | null; accountId: number };

/**
 * Who acts in what is invented, those of these roles in their order. An account that is not there yet is made shut and without
 * a password: `prepareDemonstrationAccounts` opens it.
 */
export async function prepareStaff(
  tx: Tx,
  pack: CityPack,
  { of, at }: { of: readonly Role[]; at: Date },
): Promise<DemonstrationStaff[]> {
  const staff: DemonstrationStaff[] = [];
  const wanted = wantedAccounts(pack, await publishingDepartments(tx, pack.hotline.department));
  for (const account of wanted.filter(({ role }) => of.includes(role))) {
    const made = await insertAccount(tx, { ...account, locale: 'zh-CN', demo: true, at });
    if (made !== null) await writeLock(tx, made, at);
    const accountId = made ?? (await findPerson(tx, account.email))?.id;
    const { role, department } = account;
    if (accountId !== undefined) staff.push({ role, department, accountId });
  }
  return staff;
}

/** Who answers for a department, by its code. */
export function officersOf(staff: readonly DemonstrationStaff[]): Map<string, number> {
  const officers = new Map<string, number>();
  for (const { role, department, accountId } of staff)
    if (role === 'publisher' && department !== null) officers.set(department, accountId);
  return officers;
}

/** One link for each role, that signs in once as the first account of it. */
export async function demonstrationLinks(
  database: Database,
  accounts: readonly DemonstrationAccount[],
  { origin, at }: { origin: string; at: Date },
): Promise<{ role: Role; link: string }[]> {
  const firsts = roles.flatMap((role) => accounts.find((account) => account.role === role) ?? []);
  return database.transaction(async (tx) => {
    const links: { role: Role; link: string }[] = [];
    for (const { role, email } of firsts) {
      const person = await findPerson(tx, email);
      if (person === null) continue;
      const lifeMs = linkLifeMs['sign-in'];
      const issue = { accountId: person.id, purpose: 'sign-in', lifeMs, at, origin } as const;
      links.push({ role, link: await issueLink(tx, issue) });
    }
    return links;
  });
}

/** Outside demonstration mode its accounts are shut, whatever an earlier start made. */
export async function closeDemonstrationAccounts(database: Database, now: Date): Promise<[]> {
  await database.transaction((tx) => lockDemonstrationAccounts(tx, now));
  return [];
}

async function readKept(file: string): Promise<DemonstrationAccount[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  try {
    return DemonstrationAccounts.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

async function writeOwnerOnly(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.new`;
  await writeFile(fresh, text, { mode: 0o600 });
  await rename(fresh, file);
}

type WantedAccount = Omit<NewAccount, 'locale' | 'demo' | 'at'>;

/** Investors, two departments that publish, who reviews them, and one of every other role. */
function wantedAccounts(pack: CityPack, publishing: readonly string[]): WantedAccount[] {
  const departmentWith = (duty: 'land' | 'terms') =>
    pack.departments.find((department) => department.duty === duty);
  const land = departmentWith('land');
  const terms = departmentWith('terms');
  const account = (name: string, role: Role, over: Partial<WantedAccount> = {}) => ({
    email: `${role}@zhaotu.example`,
    name,
    role,
    department: null,
    competences: [],
    ...over,
  });
  return [
    account('演示投资者', 'investor'),
    account('演示投资者二', 'investor', { email: 'investor2@zhaotu.example' }),
    ...publishing.slice(0, 2).map((department, index) =>
      account(index === 0 ? '演示发布员' : '演示发布员二', 'publisher', {
        email: index === 0 ? 'publisher@zhaotu.example' : 'publisher2@zhaotu.example',
        department,
      }),
    ),
    // Alone, so that one person can take a demonstration to its end; both competences are the bureau's to give.
    ...(land
      ? [account('演示审核员', 'reviewer', { department: land.code, competences: ['land', 'terms'] })]
      : []),
    ...(terms
      ? [
          account('演示审核员二', 'reviewer', {
            email: 'reviewer2@zhaotu.example',
            department: terms.code,
            competences: ['terms'],
          }),
        ]
      : []),
    // Whoever recalls a parcel does not lift the recall, which asks for the competence for land.
    ...(land
      ? [
          account('演示审核员三', 'reviewer', {
            email: 'reviewer3@zhaotu.example',
            department: land.code,
            competences: ['land'],
          }),
        ]
      : []),
    // Whoever asks about no parcel asks the city.
    account('演示热线员', 'publisher', {
      email: 'hotline@zhaotu.example',
      department: pack.hotline.department,
    }),
    account('演示主持人', 'host'),
    // An event is ended, and what was signed on paper is said, by two.
    account('演示主持人二', 'host', { email: 'host2@zhaotu.example' }),
    account('演示审计员', 'auditor'),
    account('演示管理员', 'admin'),
  ];
}
