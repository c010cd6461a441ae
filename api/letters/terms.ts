/** 邮件 and 短信, in one outbox. */
export const media = ['mail', 'sms'] as const;
export type Medium = (typeof media)[number];

/** Without the zero that is dialled only within a country: +49 (0)30. */
export function telephoneDigits(phone: string): string {
  return phone.replace(/\(0+\)/g, '').replace(/\D/g, '');
}

/** No number of fewer digits is another country's, and of more none is dialled (ITU-T E.164 and what people dial before it). */
const [fewestDigits, mostDigits] = [6, 20];

/** Whether a gateway can be given what was written: as many digits as a number has. */
export function canBeDialled(phone: string): boolean {
  const { length } = telephoneDigits(phone);
  return length >= fewestDigits && length <= mostDigits;
}
