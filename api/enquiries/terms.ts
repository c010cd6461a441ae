/** 询盘渠道: through these pages, or by a call that staff entered. */
export const channels = ['web', 'hotline'] as const;
export type Channel = (typeof channels)[number];

/** Where a case stands: it waits for our word, has it, or is over. */
export const enquiryStates = ['waiting', 'answered', 'closed', 'withdrawn', 'spam'] as const;
export type EnquiryState = (typeof enquiryStates)[number];

/** 办结结果: 来访考察, 转为项目, 条件不合, 企业不再回复, 转其他渠道办理, 其他. */
export const outcomes = ['visit', 'project', 'no-fit', 'no-reply', 'referred', 'other'] as const;
export type Outcome = (typeof outcomes)[number];

/** Why something is no enquiry: 推销广告, 机器填写, 重复提交, 辱骂, 与招商无关. */
export const spamReasons = ['advertising', 'machine', 'duplicate', 'abuse', 'unrelated'] as const;
export type SpamReason = (typeof spamReasons)[number];

/** What happens to a case, in the order of the columns of `enquiry_event`. */
export const eventKinds = [
  'received',
  'asked',
  'filed',
  'withdrawn',
  'exported',
  'erased',
  'acknowledged',
  'routed',
  'reminded',
  'escalated',
  'undelivered',
  'held',
  'answered',
  'noted',
  'attached',
  'taken',
  'handed-over',
  'closed',
  'reopened',
  'spam',
  'not-spam',
  'revealed',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** 回执: by which way it went out; `page`: by none, the page that is open shows it alone. */
export const receiptWays = ['mail', 'sms', 'page'] as const;
export type ReceiptWay = (typeof receiptWays)[number];

/** The promise: so many working hours to the first answer of a person. */
export const promisedWorkingHours = 8;

/** One file of an enquiry or of an answer to it. */
export const mostFileBytes = 10 * 1024 * 1024;

/** Of a reminder: after how many minutes, and the event of the later question (追问) it is about; null for the first. */
export type Reminder = { minutes: number; question: number | null };

/** `240`, or `240/7` for the question that came as the seventh event. */
export function reminderDetail({ minutes, question }: Reminder): string {
  return question === null ? String(minutes) : `${minutes}/${question}`;
}

export function reminderOf(detail: string): Reminder {
  const [minutes, question] = detail.split('/');
  return { minutes: Number(minutes), question: question === undefined ? null : Number(question) };
}
