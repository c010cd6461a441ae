import type { Medium } from '../letters/terms.ts';
import type { Clock } from './schema.ts';

export type Locale = 'zh-CN' | 'en';
export type LetterText = { subject: string; body: string };
type Case = { siteName: string; number: string; link: string; locale: Locale };

/** `due`: until when the first answer is promised; null while the holidays are not announced. */
export type Acknowledged = Case & { department: string; phone: string; due: string | null };

/** 自动回执: it is no answer, and says so. */
export function acknowledgement(facts: Acknowledged): LetterText {
  const { siteName, number, link, department, phone, due, locale } = facts;
  if (locale === 'en')
    return {
      subject: `${siteName}: enquiry ${number} received`,
      body: `Your enquiry ${number} is with ${department}. ${
        due === null
          ? 'A person answers within 8 working hours; the date follows when the holidays are announced.'
          : `A person answers by ${due} (Beijing time), within 8 working hours.`
      }\n\nRead, add, withdraw or erase it here; the link is yours alone:\n${link}\n\nTelephone: ${phone}\nThis receipt was sent by itself and is not counted as an answer.\n`,
    };
  return {
    subject: `${siteName}：已收到询盘 ${number}`,
    body: `您的询盘 ${number} 已交${department}办理。${
      due === null
        ? '将在 8 个工作小时内由专人答复；假日安排尚未公布，具体时间待定。'
        : `将在 ${due} 前（8 个工作小时内）由专人答复。`
    }\n\n查看、补充、撤回或清除，请打开您的专属链接，请勿转发：\n${link}\n\n电话：${phone}\n本回执为自动发送，不计为答复。\n`,
  };
}

/** 短信 has no room for more. */
export function acknowledgementMessage({ siteName, number, link, due, locale }: Acknowledged): string {
  if (locale === 'en')
    return `[${siteName}] Enquiry ${number} received${due === null ? '' : `, answer by ${due}`}. ${link}`;
  return `【${siteName}】已收到询盘 ${number}${due === null ? '' : `，${due} 前答复`}。${link}`;
}

/** The answer itself goes along: nobody should need the link to read it. */
export function answerLetter({
  siteName,
  number,
  link,
  locale,
  officer,
  words,
}: Case & { officer: string; words: string }): LetterText {
  if (locale === 'en')
    return {
      subject: `${siteName}: answer to enquiry ${number}`,
      body: `${officer} answers:\n\n${words}\n\nAnswer back, or add files:\n${link}\n`,
    };
  return {
    subject: `${siteName}：询盘 ${number} 的答复`,
    body: `${officer}答复：\n\n${words}\n\n继续沟通或补充材料，请打开：\n${link}\n`,
  };
}

export function answerMessage({ siteName, number, link, locale }: Case): string {
  if (locale === 'en') return `[${siteName}] Your enquiry ${number} was answered: ${link}`;
  return `【${siteName}】您的询盘 ${number} 已有答复：${link}`;
}

export type ForStaff = { siteName: string; number: string; link: string };

/** To colleagues: a number, a time and a link; who asks stands behind the sign-in. */
export function newCaseLetter({ siteName, number, link }: ForStaff, clock: Clock): LetterText {
  const due = clock.dueAt === null ? '假日安排未公布，时限待定' : `${minuteOf(clock.dueAt)} 前首答`;
  return {
    subject: `${siteName}：新询盘 ${number}，${due}`,
    body: `${number} 由你承办，${due}。\n\n${link}\n`,
  };
}

/** 追问: who asked wrote again. */
export function followUpLetter({ siteName, number, link }: ForStaff): LetterText {
  return {
    subject: `${siteName}：询盘 ${number} 有新的追问`,
    body: `${number} 的询问人又写来一条，请答复。

${link}
`,
  };
}

/** A letter or short message came back, or nobody took it for a day and a half. */
export function undeliveredLetter({ siteName, number, link }: ForStaff, medium: Medium): LetterText {
  const what = medium === 'mail' ? '邮件' : '短信';
  return {
    subject: `${siteName}：询盘 ${number} 的${what}未送达`,
    body: `发给 ${number} 询问人的${what}未能送达，对方可能没有收到回执或答复。请核对联系方式，改用电话等其他方式联系。\n\n${link}\n`,
  };
}

/** `2026-11-23 11:10` of an instant on the wire. */
export function minuteOf(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
}

/** 催办, 上报: how long nobody has answered, in working time; `isFollowUp`: what was asked after an answer (追问). */
export function reminderLetter({
  siteName,
  number,
  link,
  minutes,
  isFollowUp,
}: ForStaff & { minutes: number; isFollowUp: boolean }): LetterText {
  const hours = minutes / 60;
  const isOverdue = hours >= 8;
  if (isFollowUp)
    return {
      subject: isOverdue
        ? `${siteName}：询盘 ${number} 的追问已过 ${hours} 个工作小时无人答复`
        : `${siteName}：询盘 ${number} 的追问已等 ${hours} 个工作小时`,
      body: `${number} 的询问人又写来一条，${hours} 个工作小时仍无人答复。首答已计，追问不计入公开统计；对方在等。\n\n${link}\n`,
    };
  return {
    subject: isOverdue
      ? `${siteName}：询盘 ${number} 已过 ${hours} 个工作小时无人答复`
      : `${siteName}：询盘 ${number} 已等 ${hours} 个工作小时`,
    body: `${number} 收到后 ${hours} 个工作小时仍无首答${isOverdue ? '，已超过承诺的 8 小时，公开统计已计入' : '，承诺为 8 小时'}。\n\n${link}\n`,
  };
}
