import { BasicConstraints, type Certificate } from 'pkijs';

const basicConstraints = '2.5.29.19';

/**
 * Whether a way up (the certificate first, then who certified it) is no longer than every authority on it allows: so many
 * others may stand between it and the certificate (pathLenConstraint, RFC 5280, 4.2.1.9 and 6.1.4 (l) and (m)).
 */
export function keepsPathLength([, ...above]: readonly Certificate[]): boolean {
  let between = 0;
  for (const authority of above) {
    if (between > mostBelow(authority)) return false;
    // 自签发: one with a new key of the same authority is no step.
    if (!authority.issuer.isEqual(authority.subject)) between += 1;
  }
  return true;
}

function mostBelow({ extensions }: Certificate): number {
  const said: unknown = extensions?.find(({ extnID }) => extnID === basicConstraints)?.parsedValue;
  if (!(said instanceof BasicConstraints)) return Infinity;
  // A number that does not fit into four bytes is none that is reached.
  return typeof said.pathLenConstraint === 'number' ? said.pathLenConstraint : Infinity;
}
