import { shanghaiTime } from '../calendar/rules.ts';
import { readParcels } from '../parcels/records.ts';
import type { Parcel } from '../parcels/schema.ts';
import { readAgreementParcels, readSaid, type AgreementRecord } from './agreement-store.ts';
import { completeValues } from './complete-values.ts';
import { draftFields } from './draft-rules.ts';
import type { DraftReading } from './draft-schema.ts';
import type { AgreementParts } from './parts.ts';
import { readProjectRow } from './project-store.ts';
import { readSigners } from './signer-store.ts';
import { readTemplate } from './template-store.ts';
import { variablesOf } from './value-rules.ts';

/** A draft as it was asked for, with what could still be said. */
export async function readDraft(
  { database: { sql }, secrets, city, now }: Pick<AgreementParts, 'database' | 'secrets' | 'city' | 'now'>,
  agreement: AgreementRecord,
): Promise<DraftReading> {
  const { id, number, version, missing, publishName, publishAmount } = agreement;
  const at = now();
  const [template, project, signers, named, { said, isKept }] = await Promise.all([
    readTemplate(sql, agreement.templateKey, agreement.templateVersion),
    readProjectRow(sql, agreement.projectId, null),
    readSigners(sql, secrets, id),
    readAgreementParcels(sql, id),
    readSaid(sql, id),
  ]);
  if (project === null) throw new Error('an agreement has a project');
  const parcelCodes = named.map(({ code }) => code);
  const { items } = await readParcels(sql, parcelCodes, { city, at });
  const nothing = { terms: {}, details: {}, parcelCodes, parties: [], publishName, publishAmount };
  const usual = completeValues({
    ...{ number, template, project, signers, parcels: [], city, at },
    asked: nothing,
  });
  return {
    number,
    version,
    template: {
      key: template.key,
      title: template.title,
      version: template.version,
      needsParcel: template.needsParcel,
      parties: template.parties.map(({ party, label, mustSign }) => ({ party, label, mustSign })),
    },
    project: { id: project.id, number: project.number, name: project.name, company: project.company },
    parcelCodes,
    admissionIndustry: agreement.admissionIndustry,
    industries: sharedIndustries(items),
    parties: signers.map(
      ({ role, turn, party, capacity, authorisation, contact: { phone, ...contact } }) => ({
        role,
        group: turn,
        ...contact,
        ...(phone !== null && { phone }),
        party,
        capacity,
        ...(authorisation !== null && { authorisation }),
      }),
    ),
    fields: draftFields(template, said, variablesOf(usual)),
    isSaidKept: isKept,
    missing,
    deadline: shanghaiTime(agreement.deadline),
    publishName,
    publishAmount,
  };
}

function sharedIndustries([first, ...others]: readonly Parcel[]): DraftReading['industries'] {
  return (first?.admissions ?? [])
    .map(({ industry: { code, name } }) => ({ code, name }))
    .filter(({ code }) =>
      others.every(({ admissions }) => admissions.some(({ industry }) => industry.code === code)),
    );
}
