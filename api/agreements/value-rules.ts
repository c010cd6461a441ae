import { registrationFault, registrationText } from './credit-code-rules.ts';
import { isPlainText } from './spelling-rules.ts';
import type { Template } from './template-schema.ts';
import type { TextParty } from './text-schema.ts';
import type { AgreementValues, PartyValues, VariableValue } from './values-schema.ts';

/**
 * What a template still waits for: `key` is a variable (of one parcel, `parcel.area` with its `parcel`), a party, a row of a
 * parcel's table, or `parcels`. `malformed`: there is a value, and it is not one of its kind.
 */
export type Missing = {
  key: string;
  label: string;
  parcel: string | null;
  reason: 'missing' | 'malformed' | 'not-allowed';
};

/** What stands in the place of a registration that is not told yet; only a letter of intent may be sent so. */
const unregistered = '登记信息以登记机关的记载为准';

/** Every value by the key that templates call it, but those of the parcels, of which there can be several. */
export function variablesOf(values: AgreementValues): Record<string, VariableValue> {
  const under = (scope: string, record: Record<string, VariableValue>) =>
    Object.entries(record).map(([key, value]) => [`${scope}.${key}`, value] as const);
  return Object.fromEntries([
    ['agreement.number', values.number] as const,
    ...under('project', values.project),
    ...under('terms', values.terms),
    ...values.parties.flatMap((party) =>
      under(party.party, {
        organisation: party.organisation,
        address: party.address,
        identity: party.registration === null ? unregistered : registrationText(party.registration),
        signatory: party.signatory,
      }),
    ),
  ]);
}

/** A party as it stands at the head of the text. */
export function textParty(
  { party, label }: Template['parties'][number],
  values: AgreementValues,
): TextParty[] {
  return values.parties
    .filter((each) => each.party === party)
    .map(({ organisation, registration, signatory, capacity }) => ({
      party,
      label,
      organisation: organisation.trim(),
      creditCode: registration?.kind === 'credit-code' ? registration.code : null,
      ...(registration?.kind === 'foreign' && {
        foreignRegistration: `${registration.country} ${registration.number}`,
      }),
      signatory: signatory.trim(),
      capacity,
    }));
}

/** Each party of the template once, named, registered where it is no person, and nobody besides. */
export function partyFaults(template: Template, values: AgreementValues): Missing[] {
  const foreign = values.parties
    .filter(({ party }) => template.parties.every((each) => each.party !== party))
    .map(({ party }) => fault(party, party, 'not-allowed'));
  const own = template.parties.flatMap(({ party, label, mayBeUnregistered = false }) => {
    const [found, ...more] = values.parties.filter((each) => each.party === party);
    if (found === undefined) return [fault(party, label, 'missing')];
    if (more.length > 0) return [fault(party, label, 'malformed')];
    return faultsOf(found, label, mayBeUnregistered);
  });
  return [...own, ...foreign];
}

function faultsOf(
  { party, organisation, signatory, registration }: PartyValues,
  label: string,
  mayBeUnregistered: boolean,
): Missing[] {
  const named = ([key, name, text]: readonly [string, string, string]) =>
    isPlainText(text)
      ? []
      : [fault(`${party}.${key}`, `${label}${name}`, text.trim() === '' ? 'missing' : 'malformed')];
  return [
    ...named(['organisation', '名称', organisation]),
    ...named(['signatory', '签署人', signatory]),
    // A company is found in a register; the city's own side and a person (人才) are not looked up there.
    ...(registration === null && (mayBeUnregistered || party !== 'company')
      ? []
      : registrationFaults(party, label, registration)),
  ];
}

function registrationFaults(
  party: PartyValues['party'],
  label: string,
  registration: PartyValues['registration'],
): Missing[] {
  const key = `${party}.registration`;
  if (registration === null) return [fault(key, `${label}登记信息`, 'missing')];
  return registrationFault(registration) === null ? [] : [fault(key, `${label}登记信息`, 'malformed')];
}

function fault(key: string, label: string, reason: Missing['reason']): Missing {
  return { key, label, parcel: null, reason };
}
