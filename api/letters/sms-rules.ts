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

/** As a gateway takes a number: digits, with the plus of a country code. */
export function dialled(phone: string): string {
  return (phone.trim().startsWith('+') ? '+' : '') + phone.replace(/\D/g, '');
}
