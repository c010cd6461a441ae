/** GB 32100-2015, 4.1: digits and capitals but I, O, S, V and Z, in the order of their values 0 to 30. */
const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** 登记管理部门 and kind, GB/T 2260 division, 主体标识码 with its own check, and the check character. */
const shape = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

export type CreditCodeFault = 'length' | 'characters' | 'check-character';
export type ReadCreditCode = { ok: true; code: string } | { ok: false; reason: CreditCodeFault };

/**
 * 统一社会信用代码 as people write it: full-width characters, small letters and blanks are mended, nothing is guessed.
 * That the check character fits shows that it was not mistyped; not that such a company exists.
 */
export function readCreditCode(written: string): ReadCreditCode {
  const code = written.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
  if (code.length !== 18) return { ok: false, reason: 'length' };
  if (!shape.test(code)) return { ok: false, reason: 'characters' };
  return checkCharacter(code.slice(0, 17)) === code[17]
    ? { ok: true, code }
    : { ok: false, reason: 'check-character' };
}

/** GB 32100-2015, 4.5 (ISO 7064 MOD 31-3): place `i`, from 0, weighs 3^i mod 31. Takes the first 17 characters. */
export function checkCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += characters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return characters.charAt((31 - (sum % 31)) % 31);
}

/** By what a party can be found in a register: of China, or of the country it comes from. */
export type Registration =
  { kind: 'credit-code'; code: string } | { kind: 'foreign'; country: string; number: string };

/** What is wrong with a registration, null where nothing is: the two letters of ISO 3166 must name a place. */
export function registrationFault(registration: Registration): CreditCodeFault | 'country' | 'number' | null {
  if (registration.kind === 'credit-code') {
    const read = readCreditCode(registration.code);
    return read.ok ? null : read.reason;
  }
  if (placeName(registration.country) === null) return 'country';
  return /^[\p{L}\p{N}][\p{L}\p{N} ./()-]{0,58}[\p{L}\p{N})]$/u.test(registration.number) ? null : 'number';
}

/** How the agreement names it: `统一社会信用代码 91…`, `注册地德国，登记编号 HRB 12345`. */
export function registrationText(registration: Registration): string {
  if (registration.kind === 'credit-code') return `统一社会信用代码 ${registration.code}`;
  return `注册地${placeName(registration.country) ?? registration.country}，登记编号 ${registration.number}`;
}

/** What stands beside a party's name: the name of its number and the number; null for who has none. `DE HRB 12345` as texts keep it. */
export function partyRegistration({
  creditCode,
  foreignRegistration,
}: {
  creditCode: string | null;
  foreignRegistration?: string;
}): { label: string; code: string } | null {
  if (creditCode !== null) return { label: '统一社会信用代码', code: creditCode };
  if (foreignRegistration === undefined) return null;
  const [country = ''] = foreignRegistration.split(' ', 1);
  return {
    label: `注册地${placeName(country) ?? country}，登记编号`,
    code: foreignRegistration.slice(country.length + 1),
  };
}

/** Companies of these are registered there, not on the mainland; the names are those of government papers. */
const ownNames: Record<string, string> = { HK: '中国香港', MO: '中国澳门', TW: '中国台湾' };
const countryNames = new Intl.DisplayNames(['zh-CN'], { type: 'region', fallback: 'none' });
/** Codes that CLDR can name and that are no place where a company is registered. */
const noPlaces = new Set(['CN', 'EU', 'EZ', 'UN', 'ZZ', 'QO', 'XA', 'XB']);

function placeName(country: string): string | null {
  if (!/^[A-Z]{2}$/.test(country) || noPlaces.has(country)) return null;
  return ownNames[country] ?? countryNames.of(country) ?? null;
}
