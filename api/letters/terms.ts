/** 邮件 and 短信, in one outbox. */
export const media = ['mail', 'sms'] as const;
export type Medium = (typeof media)[number];
