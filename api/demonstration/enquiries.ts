import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretBox } from '../accounts/secret-box.ts';
import { appendAudit } from '../audit/store.ts';
import type { City } from '../city/pack.ts';
import type { CityPack } from '../city/schema.ts';
import { claimInstallation } from '../city/store.ts';
import { batchDeadlineMs, type Database } from '../db/database.ts';
import { holdsNoEnquiry, readAskedParcels } from '../enquiries/enquiry-store.ts';
import { workingTimeOf } from '../city/working-time.ts';
import type { Env } from '../env.ts';
import { officersOf, prepareStaff } from './accounts.ts';
import { dateEnquiries } from './enquiry-rules.ts';
import { InventedEnquiries, type InventedEnquiry } from './enquiry-schema.ts';
import { writeInventedCase } from './write-case.ts';

/**
 * After the demonstration city: the cases of some weeks before the first start, so that desks and public figures are not
 * empty. Written as real ones are, in one transaction, but nobody is told. Where anybody has ever asked anything, or there is
 * no demonstration, nothing is written. Returns how many.
 */
export async function loadDemonstrationEnquiries(
  database: Database,
  {
    city: { pack },
    env,
    secrets,
    now,
  }: { city: City; env: Pick<Env, 'city'>; secrets: SecretBox; now: Date },
): Promise<number> {
  const enquiries = await readInvented(pack);
  if (enquiries.length === 0) return 0;
  return database.transaction(
    async (tx) => {
      // Two servers may start at once: whoever comes second finds it done.
      const { demonstrationShiftDays } = await claimInstallation(tx, env.city);
      if (demonstrationShiftDays === null || !(await holdsNoEnquiry(tx))) return 0;
      const codes = [...new Set(enquiries.flatMap(({ parcels }) => parcels))];
      const asked = await readAskedParcels(tx, codes, now);
      const parcels = new Map(asked.map((parcel) => [parcel.code, parcel]));
      const officers = officersOf(await prepareStaff(tx, pack, { of: ['publisher'], at: now }));
      for (const dated of dateEnquiries(enquiries, now, workingTimeOf(pack)))
        await writeInventedCase(tx, dated, { parcels, officers, city: pack.hotline.department, secrets });
      const details = { enquiries: enquiries.length };
      const actor = { accountId: null, role: 'system' } as const;
      const subject = `city:${pack.name}`;
      await appendAudit(tx, { actor, action: 'demonstration.load', subject, details, at: now });
      return enquiries.length;
    },
    { deadlineMs: batchDeadlineMs },
  );
}

/** A city may bring a demonstration without any. */
async function readInvented({ demonstration }: CityPack): Promise<InventedEnquiry[]> {
  if (demonstration === null) return [];
  const file = join('data', demonstration.folder, 'enquiries.json');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? [] : InventedEnquiries.parse(JSON.parse(text)).cases;
}
