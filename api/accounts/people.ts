import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { writeLetter } from '../letters/store.ts';
import type { Actor } from './actor.ts';
import { requireAppointment } from './appoint.ts';
import { issueLink } from './issue-link.ts';
import { invitationLetter } from './letter-texts.ts';
import type { AccountParts } from './parts.ts';
import {
  holdPerson,
  insertAccount,
  readPerson,
  writeLock,
  writePerson,
  type Person,
} from './people-store.ts';
import { requireRecentProof } from './rules.ts';
import type { AccountChanges, Invitation, ManagedAccount } from './schema.ts';
import { deleteSecondFactor } from './second-factor-store.ts';
import { deleteSessions } from './session-store.ts';
import { linkLifeMs } from './token-rules.ts';

/**
 * Makes an account and writes its owner a letter with a link to choose a password.
 * @throws AppError `proof-needed` (403), `conflict` (409) for an address that has one, `refused-by-rule` (422).
 */
export async function invite(
  tx: Tx,
  parts: AccountParts,
  act: { actor: Actor; invitation: Invitation },
): Promise<ManagedAccount> {
  const { origin, siteName, now } = parts;
  const { actor, invitation } = act;
  const at = now();
  requireRecentProof(actor, at);
  await requireAppointment(tx, invitation);
  const id = await insertAccount(tx, { ...invitation, demo: false, at });
  if (id === null) throw new AppError('conflict', { detail: '此邮箱已有帐号。' });
  const lifeMs = linkLifeMs.invitation;
  const link = await issueLink(tx, { accountId: id, purpose: 'verify-email', lifeMs, at, origin: origin() });
  const text = invitationLetter({ siteName, link, locale: invitation.locale });
  await writeLetter(tx, { ...text, recipient: invitation.email, cause: 'account.invite' });
  const { role, department, competences } = invitation;
  const details = { role, department, competences };
  await appendAudit(tx, { actor, action: 'account.invite', subject: `account:${id}`, details, at });
  return managed(await readPerson(tx, id));
}

/**
 * Changes what somebody is, or locks or unlocks the account. It is signed out everywhere by that.
 * @throws AppError `not-found`, `forbidden` (403) for oneself, `proof-needed` (403), `refused-by-rule` (422), also for making a
 *   colleague of an investor or the other way round.
 */
export async function changePerson(
  parts: AccountParts,
  actor: Actor,
  { id, changes }: { id: number; changes: AccountChanges },
): Promise<ManagedAccount> {
  const at = parts.now();
  return parts.database.transaction(async (tx) => {
    const person = await holdPerson(tx, id);
    if (person === null) throw new AppError('not-found');
    if (id === actor.accountId)
      throw new AppError('forbidden', { detail: '不能更改自己的角色与状态，请另一位管理员处理。' });
    requireRecentProof(actor, at);
    const { locked, resetSecondFactor, ...over } = changes;
    refuseInvestorChange(person, over);
    const wanted = {
      name: over.name ?? person.name,
      role: over.role ?? person.role,
      department: over.department === undefined ? person.department : over.department,
      competences: over.competences ?? person.competences,
    };
    await requireAppointment(tx, wanted);
    await writePerson(tx, id, wanted);
    if (locked !== undefined) await writeLock(tx, id, locked ? at : null);
    if (resetSecondFactor === true) await deleteSecondFactor(tx, id);
    await deleteSessions(tx, id);
    const { role, department, competences } = wanted;
    const details = {
      role,
      department,
      competences,
      locked: locked ?? person.isLocked,
      resetSecondFactor: resetSecondFactor === true,
    };
    await appendAudit(tx, { actor, action: 'account.change', subject: `account:${id}`, details, at });
    return managed(await readPerson(tx, id));
  });
}

/** An investor's name and address are its own: a role that would show them to the administration is not given by it. */
function refuseInvestorChange(
  person: Person,
  over: Pick<AccountChanges, 'name' | 'role' | 'department' | 'competences'>,
): void {
  const isInvestor = person.role === 'investor';
  const [path] = isInvestor ? Object.keys(over) : over.role === 'investor' ? ['role'] : [];
  if (path === undefined) return;
  const message = isInvestor
    ? '投资者帐号只能锁定或解锁、停用动态验证码；需要工作帐号的，请另行邀请 · an investor is not made a colleague: invite one'
    : '工作帐号不能改为投资者，请锁定 · a colleague is not made an investor: lock the account';
  throw new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}

/** As the administration sees it: of investors no name, and of the address as much as tells them apart. */
export function managed(person: Person | null): ManagedAccount {
  if (person === null) throw new AppError('not-found');
  const isInvestor = person.role === 'investor';
  return {
    ...person,
    email: isInvestor ? person.email.replace(/^(.).*(?=@)/, '$1***') : person.email,
    name: isInvestor ? '***' : person.name,
    createdAt: person.createdAt.toISOString(),
    lastSeenAt: person.lastSeenAt?.toISOString() ?? null,
  };
}
