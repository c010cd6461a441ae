import type { Agreement } from './agreement-schema.ts';
import type { EventKind } from './terms.ts';

/** How the office came to send it, at whose place codes were guessed, and how a failed seal is mended, is its own affair. */
const office: ReadonlySet<string> = new Set<EventKind>([
  'prepare',
  'edit',
  'gate',
  'seal-failed',
  'discard',
  'hide-handwriting',
  'place-locked',
]);

/**
 * An agreement as somebody reads it who is named in it, at these positions: what concerns all sides, and no officer's name but
 * the signers'.
 */
export function asNamed(agreement: Agreement, positions: readonly number[]): Agreement {
  return {
    ...agreement,
    missing: [],
    findings: [],
    gates: [],
    blockers: [],
    // A reason was said to who was reminded, a delegation to the office alone.
    events: agreement.events
      .filter(({ kind }) => !office.has(kind))
      .map((event) => ({ ...event, by: null, reason: null })),
    signers: agreement.signers.map((signer) => ({
      ...signer,
      delegation: null,
      isYou: positions.includes(signer.position),
    })),
    sealing: { ...agreement.sealing, failure: null },
  };
}

/** Whose evidence it is: of the office and the reviewers, or of somebody named, by his account. */
export type EvidenceReader = { side: 'office' | 'reviewer' } | { side: 'named'; accountId: number };

/** How much of a row of a chain is shown: `outline` without what was said and by whom, `hash` alone. */
export type RowShown = 'whole' | 'outline' | 'hash';

/** What others see on the page too they get as an outline; of what is the office's own its place in the chain and no more. */
export function rowShown(
  reader: EvidenceReader,
  { kind, accountId }: { kind: string; accountId: number | null },
): RowShown {
  if (reader.side !== 'named') return 'whole';
  if (office.has(kind)) return 'hash';
  return accountId === null || accountId === reader.accountId ? 'whole' : 'outline';
}
