import { telephoneDigits } from './terms.ts';

/** A short message of one part, and each part of one of several (GSM 03.38 and 03.40, with Chinese letters). */
const aloneUnits = 70;
const partUnits = 67;
/** More is a letter: gateways refuse it, and each part is paid for. */
const mostParts = 5;

/** How many parts a text is sent and charged in; Chinese networks count every letter as a Chinese one. */
export function smsParts(text: string): number {
  return text.length <= aloneUnits ? 1 : Math.ceil(text.length / partUnits);
}

/** Why a text is no short message; null when it is one. */
export function smsRefusal(text: string): string | null {
  if (text.trim() === '') return 'a short message has words';
  if (/[^\P{Cc}\n]|[\u2028\u2029]/u.test(text)) return 'a short message has words and ends of lines';
  return smsParts(text) > mostParts ? `a short message has ${mostParts} parts at most` : null;
}

/** What people write or dial before a mobile number: the country code, zeros, and the prefixes of cheaper calls (IP 电话). */
const beforeMobile = /^(?:0|86|17951|17911|17909|17969|12593|10193)*(1[3-9]\d{9})$/;

/** The eleven digits of a Chinese mobile number, however it is written; null for any other. */
export function chineseMobile(phone: string): string | null {
  const digits = telephoneDigits(phone);
  // Behind a plus stands a country code: +1 415 is no mobile number of China.
  if (phone.trim().startsWith('+') && !/^0*86/.test(digits)) return null;
  return beforeMobile.exec(digits)?.[1] ?? null;
}

/** As a gateway takes a number: the eleven digits of a Chinese mobile number, else digits with the plus of a country code. */
export function dialled(phone: string): string {
  const digits = telephoneDigits(phone);
  const mobile = chineseMobile(phone);
  // 001 415 555 0100 may be a number of North America: it is dialled as it stands.
  if (mobile !== null && digits !== `00${mobile}`) return mobile;
  return (phone.trim().startsWith('+') ? '+' : '') + digits;
}
