import { findPerson, insertAccount, writeLock, type Person } from '../accounts/people-store.ts';
import { appointmentRefusal } from '../accounts/appoint.ts';
import { issueLink } from '../accounts/issue-link.ts';
import { normalEmail } from '../accounts/rules.ts';
import { deleteSecondFactor } from '../accounts/second-factor-store.ts';
import { deleteSessions } from '../accounts/session-store.ts';
import { competences as allCompetences, roles, type Competence, type Role } from '../accounts/terms.ts';
import { linkLifeMs } from '../accounts/token-rules.ts';
import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import type { Env } from '../env.ts';
import { StartError } from '../errors.ts';
import { openPortal } from '../portal.ts';
import { localOrigin } from '../server.ts';
import type { CommandInput, CommandResult } from './commands.ts';

const actor = { accountId: null, role: 'command-line' } as const;

/** `account create EMAIL`: an account without a password, and a link that signs its owner in once. */
export async function createAccount({ env, files, options }: CommandInput): Promise<CommandResult> {
  const email = emailOf(files);
  const { role: writtenRole = null, department = null, name = null, competences: written = [] } = options;
  const role = oneOf<Role>(roles, writtenRole, '--role');
  const competences = written.map((text) => oneOf<Competence>(allCompetences, text, '--competence'));
  return inPortal(env, async (tx, at) => {
    const refusal = await appointmentRefusal(tx, { role, department, competences });
    if (refusal !== null) throw new StartError(refusal);
    const account = { email, name: name ?? email, role, department, competences };
    const accountId = await insertAccount(tx, { ...account, locale: 'zh-CN', demo: false, at });
    if (accountId === null) throw new StartError('This address has an account already: use account reset.');
    const details = { role, department, competences };
    const link = await signInLink(tx, { env, accountId, at });
    await appendAudit(tx, { actor, action: 'account.create', subject: `account:${accountId}`, details, at });
    return { lines: ['帐号已建立。一次性登录链接（24 小时内有效）：', link], json: { accountId, link } };
  });
}

/** `account lock EMAIL`: signed out everywhere at once, and no way in. */
export async function lockAccount({ env, files }: CommandInput): Promise<CommandResult> {
  const email = emailOf(files);
  return inPortal(env, async (tx, at) => {
    const { id } = await personOf(tx, email);
    await writeLock(tx, id, at);
    await deleteSessions(tx, id);
    await appendAudit(tx, { actor, action: 'account.lock', subject: `account:${id}`, at });
    return { lines: ['帐号已锁定，所有会话已结束。'], json: { accountId: id } };
  });
}

/** `account reset EMAIL`: unlocks it, takes the second factor away and prints a link that signs in once. */
export async function resetAccount({ env, files }: CommandInput): Promise<CommandResult> {
  const email = emailOf(files);
  return inPortal(env, async (tx, at) => {
    const { id } = await personOf(tx, email);
    await writeLock(tx, id, null);
    await deleteSecondFactor(tx, id);
    await deleteSessions(tx, id);
    const link = await signInLink(tx, { env, accountId: id, at });
    await appendAudit(tx, { actor, action: 'account.reset', subject: `account:${id}`, at });
    const lines = ['帐号已重置：动态验证码已停用，所有会话已结束。一次性登录链接（24 小时内有效）：', link];
    return { lines, json: { accountId: id, link } };
  });
}

type Outcome = { lines: string[]; json: object };

async function inPortal(env: Env, run: (tx: Tx, at: Date) => Promise<Outcome>): Promise<CommandResult> {
  const { database } = await openPortal(env, { join: true });
  try {
    const { lines, json } = await database.transaction((tx) => run(tx, new Date()));
    return { ok: true, lines, json: { ok: true, ...json } };
  } finally {
    await database.close();
  }
}

function signInLink(
  tx: Tx,
  { env, accountId, at }: { env: Env; accountId: number; at: Date },
): Promise<string> {
  const origin = env.publicUrl === null ? localOrigin(env.host, env.port) : new URL(env.publicUrl).origin;
  return issueLink(tx, { accountId, purpose: 'sign-in', lifeMs: linkLifeMs['sign-in'], at, origin });
}

async function personOf(tx: Tx, email: string): Promise<Person> {
  const person = await findPerson(tx, email);
  if (person === null) throw new StartError('No account has this address.');
  return person;
}

function emailOf(words: readonly string[]): string {
  const [email = '', ...others] = words;
  if (others.length > 0 || !/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254)
    throw new StartError('Name one e-mail address.');
  return normalEmail(email);
}

function oneOf<Word extends string>(list: readonly Word[], text: string | null, option: string): Word {
  const found = list.find((word) => word === text);
  if (found === undefined) throw new StartError(`${option} is one of ${list.join(', ')}.`);
  return found;
}
