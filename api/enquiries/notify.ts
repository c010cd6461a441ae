import type { Tx } from '../db/database.ts';
import { writeLetter, writeSealedLetter } from '../letters/store.ts';
import { appendEvent } from './enquiry-store.ts';
import {
  acknowledgement,
  acknowledgementMessage,
  answerLetter,
  answerMessage,
  followUpLetter,
  minuteOf,
  newCaseLetter,
  type LetterText,
  type Locale,
} from './letter-texts.ts';
import { issueEnquiryLink } from './link-store.ts';
import { readColleagues, type AnsweringDepartment } from './notify-store.ts';
import type { EnquiryParts } from './parts.ts';
import type { Person } from './person-rules.ts';
import type { Clock } from './schema.ts';
import type { ReceiptWay } from './terms.ts';
import { mayText } from './throttle.ts';

/** Of an invented case (`demo`) nobody is told: its people are nobody, and its days are past. */
type Told = { id: number; number: string; person: Person; locale: Locale; demo?: boolean };

/**
 * The receipt: to the mailbox, else to the telephone; without either, or where that had its share of messages, the page that is
 * open shows it.
 */
export async function tellAsker(
  tx: Tx,
  parts: EnquiryParts,
  asked: Told & { answering: AnsweringDepartment; clock: Clock; at: Date },
): Promise<ReceiptWay> {
  const { id, number, answering, locale, clock, at } = asked;
  const { pack } = parts.city;
  const link = await issueEnquiryLink(tx, { enquiryId: id, origin: parts.origin(), at });
  const facts = {
    siteName: pack.title[locale],
    number,
    link,
    locale,
    department: locale === 'en' ? answering.nameEn : answering.name,
    phone: answering.phone ?? pack.hotline.phone,
    due: clock.dueAt === null ? null : minuteOf(clock.dueAt),
  };
  return send(tx, parts, {
    ...asked,
    cause: 'enquiry.acknowledge',
    letter: acknowledgement(facts),
    message: acknowledgementMessage(facts),
  });
}

/** An answer goes out with its words by mail, and as a link by telephone. */
export async function tellAnswer(
  tx: Tx,
  parts: EnquiryParts,
  answered: Told & { officer: string; words: string; at: Date },
): Promise<ReceiptWay> {
  const { id, number, locale, officer, words, at } = answered;
  if (answered.demo) return 'page';
  const link = await issueEnquiryLink(tx, { enquiryId: id, origin: parts.origin(), at });
  const facts = { siteName: parts.city.pack.title[locale], number, link, locale, officer, words };
  return send(tx, parts, {
    ...answered,
    cause: 'enquiry.answer',
    letter: answerLetter(facts),
    message: answerMessage(facts),
  });
}

type Notice = {
  cause: 'enquiry.acknowledge' | 'enquiry.answer';
  letter: LetterText;
  message: string;
  at: Date;
};

async function send(
  tx: Tx,
  { secrets }: EnquiryParts,
  { id, person, cause, letter, message, at }: Told & Notice,
): Promise<ReceiptWay> {
  const { email, phone } = person;
  if (email !== null) {
    await writeSealedLetter(
      tx,
      { medium: 'mail', enquiryId: id, recipient: email, cause, ...letter },
      { secrets },
    );
    return 'mail';
  }
  if (phone === null) return 'page';
  const isReceipt = cause === 'enquiry.acknowledge';
  if (!(await mayText(tx, secrets, { phone, isReceipt, at }))) {
    // Whoever has the case sees it, and knows another way or calls.
    await appendEvent(tx, id, { kind: 'undelivered', detail: 'sms', at });
    return 'page';
  }
  await writeSealedLetter(
    tx,
    { medium: 'sms', enquiryId: id, recipient: phone, subject: '', body: message, cause },
    { secrets },
  );
  return 'sms';
}

/** A further word of who asked, to whoever has the case. */
export async function tellOfFollowUp(
  tx: Tx,
  parts: EnquiryParts,
  {
    number,
    demo,
    holder,
  }: { number: string; demo: boolean; holder: { department: string; officerId: number | null } },
): Promise<void> {
  if (demo) return;
  const link = `${parts.origin()}/console/enquiries/${number}`;
  const text = followUpLetter({ siteName: parts.city.pack.title['zh-CN'], number, link });
  for (const recipient of await readColleagues(tx, holder, parts.city.pack.hotline.department))
    await writeLetter(tx, { ...text, recipient, cause: 'enquiry.follow-up' });
}

/** Whoever has the case; where nobody is on duty, everybody of the department, else of the city. */
export async function tellOfficers(
  tx: Tx,
  parts: EnquiryParts,
  told: {
    id: number;
    number: string;
    holder: { department: string; officerId: number | null };
    clock: Clock;
    demo?: boolean;
  },
): Promise<void> {
  const { number, holder, clock } = told;
  if (told.demo) return;
  const siteName = parts.city.pack.title['zh-CN'];
  const link = `${parts.origin()}/console/enquiries/${number}`;
  const text = newCaseLetter({ siteName, number, link }, clock);
  const city = parts.city.pack.hotline.department;
  for (const recipient of await readColleagues(tx, holder, city))
    await writeLetter(tx, { ...text, recipient, cause: 'enquiry.route' });
}
