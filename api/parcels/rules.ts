import { daysBetween } from '../calendar/rules.ts';
import type { Interval, Provenance } from '../imports/schema.ts';
import type { ParcelFeature } from './feature-schema.ts';
import type { EvaluationResult, Fact, ParcelSummary, Requirement } from './schema.ts';

/** A value counts as freshly verified for so many days, then as ageing, then as due for a re-check (待复核). */
export const freshDays = 30;
export const ageingDays = 180;
/** An evaluation within so many days of its end is shown as expiring (剩 N 天). */
export const expiringDays = 90;

/** Provenance with its badge, as it is on a calendar day (Asia/Shanghai). The badge decays; it is never stored. */
export function factOn(provenance: Provenance, today: string): Fact {
  const { verifiedOn, validUntil } = provenance;
  if (verifiedOn === null) return { ...provenance, badge: 'unverified', ageDays: null };
  const ageDays = Math.max(0, daysBetween(verifiedOn, today));
  if (validUntil !== null && validUntil < today) return { ...provenance, badge: 'due', ageDays };
  return { ...provenance, badge: badgeOfAge(ageDays), ageDays };
}

function badgeOfAge(ageDays: number): Fact['badge'] {
  if (ageDays <= freshDays) return 'fresh';
  return ageDays <= ageingDays ? 'ageing' : 'due';
}

/** Whether an evaluation valid to the end of `validUntil` still serves on a day; without an end it does not expire. */
export function evaluationOn(
  validUntil: string | null,
  today: string,
): Pick<EvaluationResult, 'state' | 'daysLeft'> {
  if (validUntil === null) return { state: 'valid', daysLeft: null };
  const daysLeft = daysBetween(today, validUntil);
  if (daysLeft < 0) return { state: 'expired', daysLeft };
  return { state: daysLeft <= expiringDays ? 'expiring' : 'valid', daysLeft };
}

/** An interval as the wire writes it; null when no bound is known. */
export function requirementOf(interval: Interval, unit: string): Requirement | null {
  const { lower, lowerOp, upper, upperOp } = interval;
  if (lower !== null && lowerOp !== null) {
    return { op: lowerOp, value: lower, upperOp: upper === null ? null : upperOp, upper, unit };
  }
  if (upper !== null && upperOp !== null)
    return { op: upperOp, value: upper, upperOp: null, upper: null, unit };
  return null;
}

/** How the public record says how exact its geometry is: 1 m is 0.00001°, 10 m is 0.0001°. */
export function precisionDegrees(precisionM: number): number {
  return precisionM / 100_000;
}

/** Metres rounded to the public precision, so that a distance does not give away what the geometry hides. */
export function roundToPrecision(distanceM: number, precisionM: number): number {
  return Math.round(distanceM / precisionM) * precisionM;
}

/** RFC 7946: a list entry as a Feature whose id is the parcel code. */
export function toFeature(summary: ParcelSummary): ParcelFeature {
  const { bbox, footprint, ...properties } = summary;
  return { type: 'Feature', id: summary.code, bbox, geometry: footprint, properties };
}
