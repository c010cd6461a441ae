import { z } from 'zod';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { Sql, Tx } from '../db/database.ts';
import { personIndexes, type Person } from './person-rules.ts';

const SealedPerson = z.object({
  company: z.string().nullable(),
  contactName: z.string().nullable(),
  codename: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
});

export type Consented = { version: string; at: Date };

/** Seals are bound to their place: one moved to another case does not open. */
const personPlace = (enquiryId: number) => `enquiry ${enquiryId} person`;
const messagePlace = (enquiryId: number, seq: number) => `enquiry ${enquiryId} message ${seq}`;

export async function insertPerson(
  tx: Tx,
  person: { enquiryId: number; accountId: number | null; person: Person; consented: Consented },
  secrets: SecretBox,
): Promise<void> {
  const { enquiryId, accountId, consented } = person;
  const indexes = personIndexes(person.person, secrets);
  await tx`
    insert into enquiry_person ${tx({
      enquiry_id: enquiryId,
      account_id: accountId,
      sealed: secrets.seal(JSON.stringify(person.person), personPlace(enquiryId)),
      company_index: indexes.company,
      phone_index: indexes.phone,
      email_index: indexes.email,
      consent_version: consented.version,
      consented_at: consented.at,
    })}`;
}

export async function insertMessage(
  tx: Tx,
  { enquiryId, seq, words }: { enquiryId: number; seq: number; words: string },
  secrets: SecretBox,
): Promise<void> {
  const sealed = secrets.seal(words, messagePlace(enquiryId, seq));
  await tx`insert into enquiry_message ${tx({ enquiry_id: enquiryId, seq, sealed })}`;
}

export type KeptPerson = {
  person: Person | null;
  accountId: number | null;
  consented: Consented;
  erasedAt: Date | null;
};

/** Who asked; `person` is null when erased. @throws Error when a seal was changed or moved. */
export async function readPerson(
  sql: Sql,
  enquiryId: number,
  secrets: SecretBox,
): Promise<KeptPerson | null> {
  const [row] = await sql<
    {
      accountId: number | null;
      sealed: Buffer | null;
      version: string;
      consentedAt: Date;
      erasedAt: Date | null;
    }[]
  >`
    select account_id::int as "accountId", sealed, consent_version as version, consented_at as "consentedAt",
      erased_at as "erasedAt"
    from enquiry_person where enquiry_id = ${enquiryId}`;
  if (row === undefined) return null;
  const { accountId, sealed, version, consentedAt, erasedAt } = row;
  const person = sealed === null ? null : openPerson(enquiryId, sealed, secrets);
  return { person, accountId, consented: { version, at: consentedAt }, erasedAt };
}

export function openPerson(enquiryId: number, sealed: Uint8Array, secrets: SecretBox): Person {
  return SealedPerson.parse(JSON.parse(secrets.open(sealed, personPlace(enquiryId))));
}

export function openMessage(
  { enquiryId, seq }: { enquiryId: number; seq: number },
  sealed: Uint8Array,
  secrets: SecretBox,
): string {
  return secrets.open(sealed, messagePlace(enquiryId, seq));
}
