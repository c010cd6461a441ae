import { z } from 'zod';
import { Epoch, EventSummary, EventTotals, Instant, Slug, Title } from './event-schema.ts';
import { Camera, LogEntry, ReleasedParcel, Said, Signed } from './log-schema.ts';
import { StaffSigning } from './staff-signing-schema.ts';
import { itemKinds, itemStates, signingStates } from './terms.ts';

const Seq = z.int().positive();

export const StaffEventList = z.strictObject({
  items: z.array(EventSummary.extend({ isAnnounced: z.boolean(), rehearsalOf: Slug.optional() })),
});
export type StaffEventList = z.infer<typeof StaffEventList>;

const StaffItem = z.strictObject({
  id: z.int(),
  kind: z.enum(itemKinds),
  title: Title,
  plannedSeconds: z.int(),
  /** Key of the venue it is at; null: none in particular. */
  venue: z.string().nullable(),
  /** For the staff: who speaks, what to play. */
  notes: z.string(),
  state: z.enum(itemStates),
  /** Codes of what it releases, also before. */
  parcels: z.array(z.string()),
  /** Its last take that stands; what a correction names. */
  takenBy: Seq.nullable(),
  /** On air so far; null: it was not. */
  spentSeconds: z.int().nonnegative().nullable(),
});

/** 场控台: an event as its hosts see it. */
export const StaffEvent = EventSummary.extend({
  isAnnounced: z.boolean(),
  /** 演练 of the event with this address. */
  rehearsalOf: Slug.optional(),
  epoch: Epoch,
  /** The server's clock: leases and times on air are counted by it. */
  at: Instant,
  /** Its first take that stands. */
  begunAt: Instant.nullable(),
  /** Of the last entry: what the next press expects. */
  seq: z.int().nonnegative(),
  item: z.int().nullable(),
  standby: z.int().nullable(),
  since: Instant.nullable(),
  camera: Camera.nullable(),
  isCut: z.boolean(),
  notice: Said.nullable(),
  correction: z.strictObject({ seq: Seq, at: Instant, reason: Said }).nullable(),
  released: z.array(ReleasedParcel.extend({ by: Seq })),
  signings: z.array(Signed.extend({ item: z.int(), state: z.enum(signingStates), by: Seq, at: Instant })),
  /** What the signing items are about, and how far their signers are. */
  stage: z.array(StaffSigning),
  totals: EventTotals,
  items: z.array(StaffItem),
  /** 主控权; null: no console has it. */
  control: z.strictObject({ name: z.string(), isMine: z.boolean(), until: Instant }).nullable(),
  /** The first of the two keys; `isMine`: another person has to turn the second. */
  endAsked: z.strictObject({ name: z.string(), isMine: z.boolean(), at: Instant }).nullable(),
  /** 收看: open lines; peak and minutes of the show itself. */
  attendance: z.strictObject({ now: z.int(), peak: z.int(), viewerMinutes: z.int() }),
  ending: z.strictObject({ seq: Seq, at: Instant, totals: EventTotals, logSha256: z.string() }).nullable(),
  /** 场记: the last entries, the newest first. `by` null: the sealing, no person. */
  log: z.array(LogEntry.extend({ by: z.string().nullable() })),
});
export type StaffEvent = z.infer<typeof StaffEvent>;
