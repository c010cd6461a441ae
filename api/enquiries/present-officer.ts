import type { Tx } from '../db/database.ts';
import { appendEvent, readDuty } from './enquiry-store.ts';
import { readColleague } from './notify-store.ts';
import { onDuty } from './routing-rules.ts';

type Held = { id: number; department: string; officerId: number | null };

/**
 * Who has a case and is there. Whoever is away since it came, is locked, or works elsewhere now, has it no longer: the one on
 * duty does. `city` is the city's own department, which stands in for others.
 */
export async function presentOfficer(
  tx: Tx,
  { id, department, officerId }: Held,
  { city, at }: { city: string; at: Date },
): Promise<number | null> {
  if (officerId === null) return null;
  const officers = await readDuty(tx, department, at);
  const isAway = officers.some(({ accountId, isAbsent }) => accountId === officerId && isAbsent);
  if (!isAway && !(await hasLeft(tx, { department, officerId, city }))) return officerId;
  const next = onDuty(officers);
  if (next.officerId === officerId) return officerId;
  const holder = { department, officerId: next.officerId };
  await appendEvent(tx, id, { kind: 'routed', holder, detail: next.detail, at });
  return next.officerId;
}

async function hasLeft(
  tx: Tx,
  { department, officerId, city }: { department: string; officerId: number; city: string },
): Promise<boolean> {
  const officer = await readColleague(tx, officerId);
  if (officer === null || officer.isLocked || officer.role !== 'publisher') return true;
  return officer.department !== department && officer.department !== city;
}
