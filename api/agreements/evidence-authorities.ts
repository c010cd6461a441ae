import { readDelegationRows } from './delegation-store.ts';
import type { AgreementParts } from './parts.ts';
import { readPlaces } from './signer-store.ts';

/** 授权委托书 of those who signed as authorised, and of each whom a signature was handed on to; by their places, without names. */
export async function readAuthorities(
  { database: { sql }, secrets }: Pick<AgreementParts, 'database' | 'secrets'>,
  agreementId: number,
) {
  const places = await readPlaces(sql, secrets, agreementId);
  const delegations = await readDelegationRows(sql, secrets, agreementId);
  return places
    .filter(({ role, capacity }) => role === 'signer' && capacity === 'authorised')
    .map(({ position, authorisation }) => ({
      signer: position,
      authorisation,
      handedOn: delegations
        .filter((one) => one.position === position && one.outcome === 'admitted')
        .map((one) => ({ askedAt: one.askedAt.toISOString(), authorisation: one.authorisation })),
    }));
}
