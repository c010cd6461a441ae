import type { Agreement } from './agreement-schema.ts';
import type { EventKind } from './terms.ts';

/** How the office came to send it, and how a failed seal is mended, is its own affair. */
const office: readonly EventKind[] = ['prepare', 'edit', 'gate', 'seal-failed', 'discard'];

/** An agreement as somebody reads it who is named in it: what concerns all sides, and no officer's name but the signers'. */
export function asNamed(agreement: Agreement): Agreement {
  return {
    ...agreement,
    missing: [],
    findings: [],
    gates: [],
    blockers: [],
    events: agreement.events
      .filter(({ kind }) => !office.includes(kind))
      .map((event) => ({ ...event, by: null })),
    sealing: { ...agreement.sealing, failure: null },
  };
}
