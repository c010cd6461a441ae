import type { Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { AgreementRecord } from './agreement-store.ts';
import { sendingFault } from './sending-rules.ts';
import { readSentParcels } from './sending-store.ts';
import { readTemplate } from './template-store.ts';
import { needsWinner, winnerFault } from './winner-rules.ts';
import { readParcelWinners } from './winner-store.ts';

/**
 * The parcels of a draft once more, now that nobody changes them: what was true when it was drafted may no longer be.
 * @throws AppError `conflict` (409) naming the parcel and what to do.
 */
export async function refuseParcels(tx: Tx, agreement: AgreementRecord, at: Date): Promise<void> {
  const parcels = await readSentParcels(tx, agreement.id, at);
  if (parcels.length === 0) return;
  const template = await readTemplate(tx, agreement.templateKey, agreement.templateVersion);
  for (const parcel of parcels) refuseFor(sendingFault(parcel, template));
  if (!needsWinner(template.key)) return;
  const codes = parcels.map(({ code }) => code);
  const company = agreement.content.parties.find(({ party }) => party === 'company');
  refuseFor(winnerFault(await readParcelWinners(tx, codes, at), company)?.message ?? null);
}

function refuseFor(fault: string | null): void {
  if (fault !== null) throw new AppError('conflict', { detail: fault });
}
