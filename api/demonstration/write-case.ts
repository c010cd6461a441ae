import type { SecretBox } from '../accounts/secret-box.ts';
import type { Tx } from '../db/database.ts';
import { consentVersion } from '../enquiries/consent.ts';
import { appendEvent, insertEnquiry, insertParcels, type NewEvent } from '../enquiries/enquiry-store.ts';
import { insertMessage, insertPerson } from '../enquiries/person-store.ts';
import type { Person } from '../enquiries/person-rules.ts';
import { departmentOf } from '../enquiries/routing-rules.ts';
import type { DatedAct, DatedEnquiry } from './enquiry-rules.ts';

type AskedParcel = { code: string; version: number; departmentCode: string };
type Holder = { department: string; officerId: number | null };

type Office = {
  parcels: ReadonlyMap<string, AskedParcel>;
  /** The account that answers for a department; for those without one the city's own does. */
  officers: ReadonlyMap<string, number>;
  city: string;
  secrets: SecretBox;
};

/** One invented case with everything that happened to it, by the same statements as a real one. */
export async function writeInventedCase(
  tx: Tx,
  { enquiry, clockFrom, receivedAt, acts }: DatedEnquiry,
  office: Office,
): Promise<void> {
  const { secrets } = office;
  const { channel, locale, company, contactName, codename, phone, email } = enquiry;
  const person: Person = { company, contactName, codename, phone, email };
  const enteredBy = channel === 'hotline' ? officerOf(office.city, office) : null;
  const isCodenamed = codename !== null;
  const at = receivedAt;
  const { id } = await insertEnquiry(tx, {
    ...{ channel, receivedAt, clockFrom, enteredBy, isCodenamed, locale },
    demo: true,
  });
  const parcels = enquiry.parcels.flatMap((code) => office.parcels.get(code) ?? []);
  await insertParcels(tx, id, parcels);
  const consented = { version: consentVersion, at };
  await insertPerson(tx, { enquiryId: id, accountId: null, person, consented }, secrets);
  const say = async (event: NewEvent, words: string | undefined) => {
    const seq = await appendEvent(tx, id, event);
    if (words !== undefined) await insertMessage(tx, { enquiryId: id, seq, words }, secrets);
  };
  await say({ kind: 'received', at }, enquiry.words);
  if (enquiry.suspect) await say({ kind: 'held', detail: 'machine', at }, undefined);
  let holder = holderIn(departmentOf(parcels, office.city), office);
  const detail = holder.officerId === null ? 'nobody' : 'duty';
  await say({ kind: 'routed', holder, detail, at }, undefined);
  // As it would have gone out; in the demonstration nothing does.
  const told = email !== null ? 'mail' : phone !== null ? 'sms' : 'page';
  await say({ kind: 'acknowledged', detail: told, at }, undefined);
  for (const act of acts) {
    const accountId = officerOf(holder.department, office);
    if ((act.kind === 'answered' || act.kind === 'revealed') && holder.officerId !== accountId) {
      holder = { ...holder, officerId: accountId };
      await say({ kind: 'taken', accountId, holder, at: act.at }, undefined);
    }
    if (act.kind === 'handed-over') holder = holderIn(act.to, office);
    await say(eventOf(act, { accountId, holder }), 'words' in act ? act.words : undefined);
  }
}

function eventOf(act: DatedAct, { accountId, holder }: { accountId: number; holder: Holder }): NewEvent {
  const { kind, at } = act;
  switch (kind) {
    case 'reminded':
    case 'escalated':
      return { kind, detail: act.detail, at };
    case 'asked':
    case 'withdrawn':
      return { kind, at };
    case 'handed-over':
      return { kind, accountId, holder, at };
    case 'closed':
    case 'spam':
      return { kind, accountId, detail: act.detail, at };
    default:
      return { kind, accountId, at };
  }
}

function holderIn(department: string, { officers }: Office): Holder {
  return { department, officerId: officers.get(department) ?? null };
}

function officerOf(department: string, { officers, city }: Office): number {
  const officer = officers.get(department) ?? officers.get(city);
  if (officer === undefined) throw new Error('the demonstration has an officer for the city');
  return officer;
}
