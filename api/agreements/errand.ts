import { alarmOfCertificate } from '../signatures/certificate-alarm.ts';
import { listLostLeases, listOverdue } from './envelope-store.ts';
import { sweepHandwritings } from './handwriting-store.ts';
import { releaseLapsed } from './hold-store.ts';
import { sweepLinks } from './link-store.ts';
import type { AgreementParts } from './parts.ts';
import { expireOne, freeOne } from './running-acts.ts';
import { sealDue } from './seal.ts';

/** How often it is looked at without being woken. */
export const tendEveryMs = 15_000;

/**
 * What goes on beside the requests: what all have signed is sealed; agreements, holds, links, handwriting and begun signatures past their
 * time end; a certificate that ends soon is told of. What throws holds up nothing else.
 * @throws AggregateError at the end, of everything that did.
 */
export async function tendAgreements(parts: AgreementParts, signal: AbortSignal): Promise<void> {
  const { database, now, certificateEnds } = parts;
  const { sql } = database;
  const failures: unknown[] = [];
  const attempt = async (act: () => Promise<unknown>) => {
    await act().catch((error: unknown) => failures.push(error));
  };
  const attemptEach = async (list: typeof listOverdue, act: typeof expireOne) => {
    for (const id of await list(sql, now()))
      if (!signal.aborted) await attempt(() => database.transaction((tx) => act(tx, parts, id)));
  };
  await attempt(() => sealDue(parts, signal));
  await attempt(() => attemptEach(listLostLeases, freeOne));
  await attempt(() => attemptEach(listOverdue, expireOne));
  await attempt(() => database.transaction((tx) => alarmOfCertificate(tx, { certificateEnds, at: now() })));
  await attempt(() => releaseLapsed(sql, now()));
  await attempt(() => sweepLinks(sql, now()));
  await attempt(() => sweepHandwritings(sql, now()));
  if (failures.length > 0) throw new AggregateError(failures, 'parts of tending agreements failed');
}
