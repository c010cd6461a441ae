import { findParcelVersion } from '../parcels/records.ts';
import type { Parcel } from '../parcels/schema.ts';
import type { AgreementParcel, RegisteredAgreement } from './agreement-store.ts';
import { contentSha256, geometrySha256, indicatorsSha256 } from './fingerprints.ts';
import type { AgreementParts } from './parts.ts';
import type { Verification } from './verify-schema.ts';

/**
 * 地块绑定: text, version, outline and indicators as the register has them today, against what was signed. A part that
 * differs, or is gone, is named: somebody changed the register behind the portal's back, since versions never change.
 */
export async function readBinding(
  { database, city }: Pick<AgreementParts, 'database' | 'city'>,
  agreement: RegisteredAgreement,
  parcels: readonly AgreementParcel[],
): Promise<Verification['binding']> {
  const { content } = agreement;
  const signed = agreement.contentSha256.toString('hex');
  const isTextSigned = content !== null && contentSha256(content) === signed;
  const binding: Verification['binding'] = [
    { part: 'content', code: null, version: null, matches: isTextSigned, sha256: signed },
  ];
  const moment = { city, at: agreement.sentAt ?? agreement.createdAt };
  for (const parcel of parcels) {
    const { parcelId: id, code, version } = parcel;
    const inText = content?.parcels.find((one) => one.code === code);
    // What was signed is of the version that the text names; which one that is, a changed text cannot tell.
    const signedVersion = isTextSigned ? (inText?.version ?? version) : version;
    const record = await findParcelVersion(database.sql, { id, code, version: signedVersion }, moment);
    const isThere = record !== null && version === inText?.version;
    binding.push({ part: 'version', code, version, matches: isThere, sha256: null });
    const parts = [
      ['geometry', parcel.geometrySha256, record && geometrySha256(record), inText?.geometrySha256],
      [
        'indicators',
        parcel.indicatorsSha256,
        record && indicatorsToday(record, agreement.admissionIndustry ?? ''),
        inText?.indicatorsSha256,
      ],
    ] as const;
    for (const [part, stored, today, text] of parts) {
      const sha256 = stored.toString('hex');
      binding.push({ part, code, version, matches: sha256 === today && sha256 === text, sha256 });
    }
  }
  for (const { code, version } of content?.parcels ?? [])
    if (!parcels.some((parcel) => parcel.code === code))
      binding.push({ part: 'version', code, version, matches: false, sha256: null });
  return binding;
}

/** Null where the industry that was signed for is no longer among those the parcel admits. */
function indicatorsToday(record: Parcel, industry: string): string | null {
  const isAdmitted = record.admissions.some((admission) => admission.industry.code === industry);
  return isAdmitted ? indicatorsSha256(record, industry) : null;
}
