import type { Tx } from '../db/database.ts';
import { writeLetter } from '../letters/store.ts';
import type { Deciding } from './parts.ts';
import { listDepartmentWriters, type StoredSubmission } from './submission-store.ts';

type Text = { subject: string; body: string };
type Words = (code: string, link: string) => Text;

const approval: Record<'zh-CN' | 'en', Words> = {
  'zh-CN': (code, link) => ({
    subject: `地块 ${code} 已批准`,
    body: `地块 ${code} 的送审内容已全部批准。\n\n查看：${link}\n`,
  }),
  en: (code, link) => ({
    subject: `Parcel ${code} approved`,
    body: `Everything handed in for parcel ${code} has been approved.\n\nSee ${link}\n`,
  }),
};

const comeback: Record<'zh-CN' | 'en', Words> = {
  'zh-CN': (code, link) => ({
    subject: `地块 ${code} 被退回修改`,
    body: `地块 ${code} 的送审内容被退回。理由和位置登录后查看：\n\n${link}\n`,
  }),
  en: (code, link) => ({
    subject: `Parcel ${code} returned for changes`,
    body: `What was handed in for parcel ${code} has been returned. Sign in to see the reasons:\n\n${link}\n`,
  }),
};

const end: Record<'zh-CN' | 'en', Words> = {
  'zh-CN': (code, link) => ({
    subject: `地块 ${code} 已撤下或撤回，送审内容退回`,
    body: `地块 ${code} 已撤下或紧急撤回，送审或待公开的内容退回本部门，须重新送审。理由登录后在历史中查看：\n\n${link}\n`,
  }),
  en: (code, link) => ({
    subject: `Parcel ${code} withdrawn or recalled, the submission returned`,
    body: `Parcel ${code} was withdrawn or recalled. What was handed in, or waited for its day, is back with your department and has to be submitted again. Sign in to see why:\n\n${link}\n`,
  }),
};

export function writeApproval(tx: Tx, submission: StoredSubmission, deciding: Deciding): Promise<void> {
  return writeToDepartment(tx, { submission, words: approval, cause: 'parcel.approve' }, deciding);
}

export function writeReturn(tx: Tx, submission: StoredSubmission, deciding: Deciding): Promise<void> {
  return writeToDepartment(tx, { submission, words: comeback, cause: 'parcel.return' }, deciding);
}

export function writeEnd(tx: Tx, submission: StoredSubmission, deciding: Deciding): Promise<void> {
  return writeToDepartment(tx, { submission, words: end, cause: 'parcel.end' }, deciding);
}

/** To everybody who writes the department's parcels. What a parcel holds is not told: letters leave the house. */
async function writeToDepartment(
  tx: Tx,
  { submission, words, cause }: { submission: StoredSubmission; words: typeof approval; cause: string },
  { origin }: Deciding,
): Promise<void> {
  const link = `${origin}/console/parcels/${encodeURIComponent(submission.code)}`;
  for (const { email, locale } of await listDepartmentWriters(tx, submission.departmentCode)) {
    await writeLetter(tx, { recipient: email, ...words[locale](submission.code, link), cause });
  }
}
