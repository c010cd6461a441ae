import { BlockList, isIPv6 } from 'node:net';
import { networkOf } from '../accounts/client-address.ts';
import type { SecretBox } from '../accounts/secret-box.ts';
import { countAttempts, countWhereRoom } from '../accounts/throttle.ts';
import type { Tx } from '../db/database.ts';
import { comparablePhone } from './person-rules.ts';

const windowMs = 60 * 60_000;
/** One office or one WeChat gateway speaks for many people. */
const perAddress = 60;
/** Of one telephone or mailbox: who has more to say says it in the case. */
const perContact = 10;
/** Words, files and looks within one case. */
const perCase = 60;

const dayMs = 24 * 60 * 60_000;
/**
 * 短信上限: short messages to one telephone within 24 hours. The gateway is paid by the message, and whoever asks may have given
 * a stranger's number. Receipts, which anybody can cause, leave room for answers.
 */
const textsPerDay = 10;
const receiptTextsPerDay = 5;

/** This machine's own addresses: a proxy that was not named stands for everybody, and nobody. */
const own = new BlockList();
own.addSubnet('127.0.0.0', 8);
own.addAddress('::1', 'ipv6');

/** Who is one sender among others; null for an address of this machine. */
export function senderOf(address: string): string | null {
  return own.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') ? null : networkOf(address);
}

type Sender = { address: string; phone: string | null; email: string | null; at: Date };

/**
 * Counts a question before it is taken in, in a transaction of its own: what is counted is held while nothing else is done.
 * @throws AppError `too-often` (429).
 */
export async function countQuestion(tx: Tx, secrets: SecretBox, sender: Sender): Promise<void> {
  const { address, phone, email, at } = sender;
  const limits: { kind: string; subject: Buffer; most: number }[] = [];
  const limit = (kind: string, subject: string, most: number) =>
    limits.push({ kind, subject: secrets.index(`${kind} ${subject}`), most });
  const network = senderOf(address);
  if (network !== null) limit('enquiry-address', network, perAddress);
  if (phone !== null) limit('enquiry-phone', comparablePhone(phone), perContact);
  if (email !== null) limit('enquiry-email', email.toLowerCase(), perContact);
  await countAttempts(tx, { limits, windowMs, at });
}

/** Counts what who asked does within one case. @throws AppError `too-often` (429). */
export async function countWord(
  tx: Tx,
  secrets: SecretBox,
  { enquiryId, at }: { enquiryId: number; at: Date },
): Promise<void> {
  const subject = secrets.index(`enquiry-case ${enquiryId}`);
  await countAttempts(tx, { limits: [{ kind: 'enquiry-case', subject, most: perCase }], windowMs, at });
}

/** Counts a short message before it is written; false when the telephone has had its share, and then it is not counted. */
export async function mayText(
  tx: Tx,
  secrets: SecretBox,
  { phone, isReceipt, at }: { phone: string; isReceipt: boolean; at: Date },
): Promise<boolean> {
  const limit = (kind: string, most: number) => ({
    kind,
    subject: secrets.index(`${kind} ${comparablePhone(phone)}`),
    most,
  });
  const limits = [
    ...(isReceipt ? [limit('enquiry-receipt-text', receiptTextsPerDay)] : []),
    limit('enquiry-text', textsPerDay),
  ];
  return await countWhereRoom(tx, { limits, windowMs: dayMs, at });
}
