import { appendAudit } from '../audit/store.ts';
import type { City } from '../city/pack.ts';
import type { Database, Tx } from '../db/database.ts';
import { writeLetter } from '../letters/store.ts';
import { appendEvent, holdEnquiry } from './enquiry-store.ts';
import { reminderLetter } from './letter-texts.ts';
import { readColleagues } from './notify-store.ts';
import { workingTimeOf } from '../city/working-time.ts';
import { presentOfficer } from './present-officer.ts';
import { dueSteps, type Step } from './remind-rules.ts';
import { listUnanswered, readHead, type Unanswered } from './remind-store.ts';
import { reminderDetail } from './terms.ts';

export type RemindParts = { database: Database; city: City; origin: () => string; now: () => Date };

/**
 * Takes every step that is due on every question without an answer. Safe on several portals at once: a step is taken once. Where
 * holidays are not announced no time is counted, and only those steps are due that were before.
 */
export async function remindOfEnquiries(parts: RemindParts): Promise<void> {
  const { database, now } = parts;
  for (const found of await listUnanswered(database.sql)) {
    if (stepsOf(found, parts, now()).length === 0) continue;
    await database.transaction(async (tx) => {
      await holdEnquiry(tx, found.id);
      const [unanswered] = await listUnanswered(tx, found.id);
      if (unanswered !== undefined) await takeSteps(tx, parts, unanswered);
    });
  }
}

function stepsOf({ waitsFrom, taken }: Unanswered, { city }: RemindParts, at: Date): Step[] {
  return dueSteps({ from: waitsFrom, at, taken }, workingTimeOf(city.pack));
}

async function takeSteps(tx: Tx, parts: RemindParts, unanswered: Unanswered): Promise<void> {
  const at = parts.now();
  const due = stepsOf(unanswered, parts, at);
  const last = due.at(-1);
  if (last === undefined) return;
  const { id, number, department, question, isAnswered } = unanswered;
  const officerId = await presentOfficer(tx, unanswered, { city: parts.city.pack.hotline.department, at });
  for (const { kind, minutes } of due)
    await appendEvent(tx, id, { kind, detail: reminderDetail({ minutes, question }), at });
  // After a standstill several fall due at once: one letter says the last of them.
  const { origin, city } = parts;
  const text = reminderLetter({
    siteName: city.pack.title['zh-CN'],
    number,
    link: `${origin()}/console/enquiries/${number}`,
    minutes: last.minutes,
    isFollowUp: isAnswered,
  });
  const recipients = unanswered.demo ? [] : await recipientsOf(tx, { department, officerId }, { city, last });
  for (const recipient of recipients)
    await writeLetter(tx, { ...text, recipient, cause: `enquiry.${last.kind}` });
  const actor = { accountId: null, role: 'system' } as const;
  const details = { department, officer: officerId, minutes: last.minutes };
  const subject = `enquiry:${number}`;
  const action = last.kind === 'reminded' ? 'enquiry.remind' : 'enquiry.escalate';
  await appendAudit(tx, { actor, action, subject, details, at });
}

async function recipientsOf(
  tx: Tx,
  holder: { department: string; officerId: number | null },
  { city, last }: { city: City; last: Step },
): Promise<string[]> {
  const hotline = city.pack.hotline.department;
  const recipients = await readColleagues(tx, holder, hotline);
  if (last.kind === 'escalated') {
    const heads = await readHead(tx, holder.department);
    recipients.push(...heads);
    const isForCity = heads.length === 0 || last.minutes > 480;
    if (isForCity)
      recipients.push(...(await readColleagues(tx, { department: hotline, officerId: null }, hotline)));
  }
  return [...new Set(recipients)];
}
