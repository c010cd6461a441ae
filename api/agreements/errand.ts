import { alarmOfCertificate } from '../signatures/certificate-alarm.ts';
import { listLostLeases, listOverdue } from './envelope-store.ts';
import { releaseLapsed } from './hold-store.ts';
import { sweepLinks } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { expireOne, freeOne } from './running-acts.ts';
import { sealDue } from './seal.ts';

/** How often it is looked at without being woken. */
export const tendEveryMs = 15_000;

/**
 * What goes on beside the requests: what all have signed is sealed; agreements, holds, links and begun signatures past their time
 * end; a certificate that ends soon is told of.
 */
export async function tendAgreements(parts: AgreementParts, signal: AbortSignal): Promise<void> {
  await sealDue(parts, signal);
  const { database, now } = parts;
  for (const id of await listLostLeases(database.sql, now()))
    if (!signal.aborted) await database.transaction((tx) => freeOne(tx, parts, id));
  for (const id of await listOverdue(database.sql, now()))
    if (!signal.aborted) await database.transaction((tx) => expireOne(tx, parts, id));
  const { certificateEnds } = parts;
  await database.transaction((tx) => alarmOfCertificate(tx, { certificateEnds, at: now() }));
  await releaseLapsed(database.sql, now());
  await sweepLinks(database.sql, now());
}
