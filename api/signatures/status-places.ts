import { type Certificate, CRLDistributionPoints, GeneralName, InfoAccess } from 'pkijs';

const listPoints = '2.5.29.31';
const authorityAccess = '1.3.6.1.5.5.7.1.1';
const answersAt = '1.3.6.1.5.5.7.48.1';
/** An address (RFC 5280, 4.2.1.6: uniformResourceIdentifier). */
const address = 6;

/** The points at which a certificate says that lists (CRL) are given out (RFC 5280, 4.2.1.13), by all of their full names. */
export function pointsOf(certificate: Certificate): GeneralName[] {
  const points = extensionOf(certificate, listPoints);
  if (!(points instanceof CRLDistributionPoints)) return [];
  return points.distributionPoints.flatMap(({ distributionPoint }) =>
    Array.isArray(distributionPoint) ? distributionPoint : [],
  );
}

/** Where a certificate says that its status is told: addresses of lists (CRL) and of answers (OCSP, RFC 5280, 4.2.2.1), those that HTTP reaches. */
export function statusPlaces(certificate: Certificate): { lists: string[]; answers: string[] } {
  const access = extensionOf(certificate, authorityAccess);
  const answers =
    access instanceof InfoAccess
      ? access.accessDescriptions
          .filter(({ accessMethod }) => accessMethod === answersAt)
          .map(({ accessLocation }) => accessLocation)
      : [];
  return { lists: reached(pointsOf(certificate)), answers: reached(answers) };
}

/** False for one of which nobody says where its status is told: none can be had. */
export function namesStatus(certificate: Certificate): boolean {
  const { lists, answers } = statusPlaces(certificate);
  return lists.length + answers.length > 0;
}

function reached(names: readonly unknown[]): string[] {
  return names
    .filter((name) => name instanceof GeneralName)
    .flatMap(({ type, value }) => (type === address ? [String(value)] : []))
    .filter((url) => /^https?:/i.test(url));
}

function extensionOf({ extensions }: Certificate, type: string): unknown {
  return extensions?.find(({ extnID }) => extnID === type)?.parsedValue;
}
