import type { SecretBox } from '../accounts/secret-box.ts';
import { chineseMobile, dialled } from '../letters/sms-rules.ts';

/** Who asks, as it is sealed. */
export type Person = {
  company: string | null;
  contactName: string | null;
  codename: string | null;
  phone: string | null;
  email: string | null;
};

/** `138****2217`: enough to tell two apart, too little to call. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < 8) return `****${digits.slice(-2)}`;
  const national = digits.length === 13 && digits.startsWith('86') ? digits.slice(2) : digits;
  return `${national.slice(0, 3)}****${national.slice(-4)}`;
}

/** `l***@n***.cn`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const [name, host] = [email.slice(0, at), email.slice(at + 1)];
  const dot = host.lastIndexOf('.');
  const ending = dot > 0 ? host.slice(dot) : '';
  return `${[...name][0] ?? ''}***@${[...host][0] ?? ''}***${ending}`;
}

/** Spaces, marks and what may be dialled before a Chinese mobile number are no part of a number that is looked for. */
export function comparablePhone(phone: string): string {
  const mobile = chineseMobile(phone);
  return mobile === null ? dialled(phone).replace(/^(\+|00)/, '') : `86${mobile}`;
}

export function comparableCompany(company: string): string {
  return company
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()（）·.,，。]/g, '');
}

/** Keyed hashes by which one company's cases are found together, and nothing else is learnt. */
export function personIndexes(person: Person, secrets: SecretBox) {
  const { company, phone, email } = comparable(person);
  const indexOf = (text: string | null) => (text === null ? null : secrets.index(text));
  return { company: indexOf(company), phone: indexOf(phone), email: indexOf(email) };
}

/** What the indexes of the same company, telephone or mailbox are under any of our keys, in hexadecimal. */
export type SoughtIndexes = { company: string[]; phone: string[]; email: string[] };

export function soughtIndexes(person: Person, secrets: SecretBox): SoughtIndexes {
  const { company, phone, email } = comparable(person);
  const indexesOf = (text: string | null) =>
    text === null ? [] : secrets.indexes(text).map((index) => index.toString('hex'));
  return { company: indexesOf(company), phone: indexesOf(phone), email: indexesOf(email) };
}

function comparable({ company, phone, email }: Person) {
  return {
    company: company === null ? null : `enquiry company ${comparableCompany(company)}`,
    phone: phone === null ? null : `enquiry phone ${comparablePhone(phone)}`,
    email: email === null ? null : `enquiry email ${email.toLowerCase()}`,
  };
}
