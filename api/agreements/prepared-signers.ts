import type { City } from '../city/pack.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { EditedAgreement } from './agreement-schema.ts';
import { sharedAddress } from './delegation-rules.ts';
import { findStaffAddress } from './officer-store.ts';
import { partiesOf, strangeOrganisation } from './party-rules.ts';
import type { ProjectRow } from './project-store.ts';
import type { NewSigner } from './signer-store.ts';
import type { Template } from './template-schema.ts';

/**
 * Who is asked, each for his side.
 * @throws AppError `refused-by-rule` (422) naming the place of who cannot stand there.
 */
export function signersOf(asked: EditedAgreement, template: Template, project: ProjectRow): NewSigner[] {
  const parties = partiesOf(asked.parties, { template, company: project.company });
  const allowed = template.parties.map(({ party }) => party);
  const signers = asked.parties.map((signatory, position): NewSigner => {
    const { role, group, capacity, authorisation = null, name, organisation, email, phone } = signatory;
    const party = parties[position] ?? 'government';
    if (!allowed.includes(party) && role === 'signer')
      throw refused(`parties.${position}.party`, `《${template.title}》没有这一方。`);
    return {
      position,
      party,
      role,
      turn: group,
      capacity,
      // Who needs none has none, whatever was typed before.
      authorisation: capacity === 'authorised' ? authorisation : null,
      contact: { name, organisation, email, phone: phone ?? null },
    };
  });
  for (const { party, label, mustSign } of template.parties)
    if (mustSign && !signers.some((signer) => signer.party === party && signer.role === 'signer'))
      throw refused('parties', `缺少${label}的签署人。`);
  const strange = strangeOrganisation(signers, { template, company: project.company });
  if (strange !== null) throw refused(`parties.${strange.position}.organisation`, strange.message);
  const acting = signers.filter(({ role }) => role !== 'viewer');
  acting.forEach((signer, index) => {
    refuseShared(signer, acting.slice(0, index));
  });
  return signers;
}

/** What goes to one reaches nobody else who acts: not another side, nor who approves or witnesses for the same. */
function refuseShared({ position, party, contact }: NewSigner, earlier: readonly NewSigner[]): void {
  for (const other of earlier) {
    const path = sharedAddress(contact, [other.contact]);
    if (path === null) continue;
    const what = path === 'email' ? '邮箱' : '手机号';
    throw refused(
      `parties.${position}.${path}`,
      other.party === party
        ? `这个${what}已是${other.contact.name}的，一人不能兼任签署人、审批人和见证人。`
        : `这个${what}已是另一方的，一人不能为两方办理。`,
    );
  }
}

/**
 * Links, codes and drafts of another side never go to the office.
 * @throws AppError `refused-by-rule` (422) naming whose mail or telephone is the office's own.
 */
export async function refuseStaff(
  sql: Sql,
  city: City,
  signers: readonly Pick<NewSigner, 'position' | 'party' | 'contact'>[],
): Promise<void> {
  for (const { position, party, contact } of signers) {
    if (party === 'government') continue;
    const path = await findStaffAddress(sql, city, contact);
    if (path === null) continue;
    throw refused(
      `parties.${position}.${path}`,
      path === 'email'
        ? '这是本平台工作人员的邮箱，不能用作对方的邮箱。'
        : '这是招商部门对外公布的电话，不能用作对方的手机号。',
    );
  }
}

function refused(path: string, message: string): AppError {
  return new AppError('refused-by-rule', { detail: message, errors: [{ path, message }] });
}
