import { z } from 'zod';
import type { SecretBox } from '../accounts/secret-box.ts';
import { anyOf } from '../db/any-of.ts';
import type { Sql, Tx } from '../db/database.ts';
import { wasShown } from './shown-store.ts';
import type { Capacity, Party, SignerRole, SignerState } from './terms.ts';

/** Who signs, as he is reached; sealed in the database. */
export const Contact = z.object({
  name: z.string(),
  organisation: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
});
export type Contact = z.infer<typeof Contact>;

export type Signer = {
  position: number;
  party: Party;
  role: SignerRole;
  turn: number;
  capacity: Capacity;
  /** 授权委托书, by number and date; null: none, or not said yet. */
  authorisation: string | null;
  state: SignerState;
  field: string | null;
  remindedAt: Date | null;
  contact: Contact;
};

export type NewSigner = Omit<Signer, 'state' | 'field' | 'remindedAt'>;

const placeOf = (agreementId: number, position: number) => `signer ${agreementId} ${position}`;
/** What an address is found by, whatever its capitals. */
export const emailKey = (email: string) => `signer-email ${email.toLowerCase()}`;

/** Writes who signs, in the place of whom a draft named before. */
export async function writeSigners(
  tx: Tx,
  secrets: SecretBox,
  { agreementId, signers }: { agreementId: number; signers: readonly NewSigner[] },
): Promise<void> {
  await tx`delete from agreement_signer where agreement_id = ${agreementId}`;
  const rows = signers.map(({ position, party, role, turn, capacity, authorisation, contact }) => ({
    agreement_id: agreementId,
    position,
    party,
    role,
    turn,
    capacity,
    authorisation,
    sealed: secrets.seal(JSON.stringify(contact), placeOf(agreementId, position)),
    email_index: secrets.index(emailKey(contact.email)),
    field: role === 'signer' ? fieldOf(position) : null,
  }));
  await tx`insert into agreement_signer ${tx(rows)}`;
}

/** The signature field of the file that is a signer's. */
export function fieldOf(position: number): string {
  return `signer_${position}`;
}

/** 转交: another person signs in this place. */
export async function replaceContact(
  tx: Tx,
  secrets: SecretBox,
  {
    agreementId,
    position,
    contact,
    authorisation,
  }: { agreementId: number; position: number; contact: Contact; authorisation: string },
): Promise<void> {
  await tx`
    update agreement_signer set capacity = 'authorised', authorisation = ${authorisation},
      sealed = ${secrets.seal(JSON.stringify(contact), placeOf(agreementId, position))},
      email_index = ${secrets.index(emailKey(contact.email))}
    where agreement_id = ${agreementId} and position = ${position}`;
}

type SignerRow = Omit<Signer, 'contact'> & { sealed: Buffer };

export async function readSigners(sql: Sql, secrets: SecretBox, agreementId: number): Promise<Signer[]> {
  return (await readSealed(sql, agreementId)).map((row) => opened(secrets, agreementId, row));
}

/** A place whose `contact` is null where it does not open, as when the key it was sealed under is lost. */
export type Place = Omit<Signer, 'contact'> & { contact: Contact | null };

/** As `readSigners`, with the places whose contact does not open. */
export async function readPlaces(sql: Sql, secrets: SecretBox, agreementId: number): Promise<Place[]> {
  return (await readSealed(sql, agreementId)).map(({ sealed, ...place }) => {
    try {
      return opened(secrets, agreementId, { sealed, ...place });
    } catch {
      return { ...place, contact: null };
    }
  });
}

/** Those whose contact opens: who is told and shown; one that does not open holds up nobody else. */
export async function readReachable(sql: Sql, secrets: SecretBox, agreementId: number): Promise<Signer[]> {
  return reachable(await readPlaces(sql, secrets, agreementId));
}

export function reachable(places: readonly Place[]): Signer[] {
  return places.flatMap(({ contact, ...place }) => (contact === null ? [] : [{ ...place, contact }]));
}

async function readSealed(sql: Sql, agreementId: number): Promise<SignerRow[]> {
  return await sql<SignerRow[]>`
    select position, party, role, turn, capacity, authorisation, state, field, reminded_at as "remindedAt", sealed
    from agreement_signer where agreement_id = ${agreementId} order by position limit 100`;
}

function opened(secrets: SecretBox, agreementId: number, { sealed, ...signer }: SignerRow): Signer {
  const contact = Contact.parse(JSON.parse(secrets.open(sealed, placeOf(agreementId, signer.position))));
  return { ...signer, contact };
}

/** Who has a place in an agreement. */
export async function readSigner(
  sql: Sql,
  secrets: SecretBox,
  { agreementId, position }: { agreementId: number; position: number },
): Promise<Signer> {
  const row = (await readSealed(sql, agreementId)).find((one) => one.position === position);
  if (row === undefined) throw new Error('a link is of a signer');
  return opened(secrets, agreementId, row);
}

/** Where an e-mail address is named in an agreement that was shown to it: for which side, and as what. */
export async function namedPlaces(
  sql: Sql,
  secrets: SecretBox,
  { agreementId, email }: { agreementId: number; email: string },
): Promise<{ position: number; party: Party; role: SignerRole }[]> {
  return await sql<{ position: number; party: Party; role: SignerRole }[]>`
    select s.position, s.party, s.role from agreement_signer s join agreement a on a.id = s.agreement_id
    where a.id = ${agreementId} and ${wasShown(sql)} and s.email_index = ${anyOf(sql, secrets.indexes(emailKey(email)))}
    order by s.position limit 100`;
}

export async function noteReminded(
  tx: Tx,
  { agreementId, positions, at }: { agreementId: number; positions: readonly number[]; at: Date },
): Promise<void> {
  await tx`
    update agreement_signer set reminded_at = ${at}
    where agreement_id = ${agreementId} and position = any(${[...positions]})`;
}
