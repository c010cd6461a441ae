import { z } from 'zod';
import { Camera, LogEntry, ReleasedParcel, Said, Signed } from './log-schema.ts';
import { StageSigning } from './signing-schema.ts';
import { eventStatuses, itemKinds, itemStates, signingStates } from './terms.ts';
import { StreamSources, VenueKey } from './venue-schema.ts';

export const Instant = z.iso.datetime({ offset: true });
export const Title = z.strictObject({
  zh: z.string().trim().min(1, '请填写中文名称').max(80, '最多 80 个字'),
  en: z.string().trim().min(1, '请填写英文名称').max(160, '最多 160 个字母'),
});

/** 会场, or the mixed picture; `place` may be empty. */
export const Venue = z.strictObject({
  key: VenueKey,
  title: Title,
  place: z.string().trim().max(80).default(''),
  sources: StreamSources.default([]),
});
export type Venue = z.infer<typeof Venue>;

/** 史线: another one where the log goes on without what clients have seen; nothing is to be read from it. */
export const Epoch = z.string().regex(/^[0-9a-f]{16}$/);

export const Slug = z
  .string()
  .min(3)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens');
export const SlugPath = z.strictObject({ slug: Slug });

const Expected = { expectedSeq: z.int().nonnegative() };
/** What a host does; `expectedSeq`: the last entry that was on the console. */
export const Standby = z.strictObject({ ...Expected, item: z.int().positive().nullable() });
export const Take = z.strictObject({ ...Expected, camera: Camera.nullable().default(null) });
export const Skip = z.strictObject({ ...Expected, item: z.int().positive() });
export const Revoke = z.strictObject({ ...Expected, of: z.int().positive(), reason: Said });
export const Amend = z.strictObject({
  ...Expected,
  of: z.int().positive(),
  reason: Said,
  parcel: ReleasedParcel.nullable().default(null),
  signed: Signed.nullable().default(null),
});
export const CameraPress = z.strictObject({ ...Expected, camera: Camera });
export const Notice = z.strictObject({ ...Expected, text: Said.nullable() });
export const Cut = z.strictObject({ ...Expected, isCut: z.boolean() });
export const Press = z.strictObject(Expected);
/** 公布, or withdraw that before the event has begun. */
export const AnnouncePress = z.strictObject({ isAnnounced: z.boolean() });
/** `isReleased`: gives control back. */
export const ControlPress = z.strictObject({ isReleased: z.boolean().default(false) });

/** 项, 金额 in whole yuan. */
const Count = z.strictObject({ count: z.int(), amount: z.int() });
export const EventTotals = z.strictObject({
  parcelsReleased: z.int(),
  areaM2: z.number(),
  projects: Count,
  contracts: Count,
  frameworks: Count,
  intents: Count,
  talents: z.int(),
  talentProjects: z.int(),
});

/**
 * An item as everybody may know it. `title` null: a release that is still to come (即将发布) is not named. A signing whose company
 * did not agree to being named has the name of its kind.
 */
const PublicItem = z.strictObject({
  id: z.int(),
  kind: z.enum(itemKinds),
  title: Title.nullable(),
  plannedSeconds: z.int(),
  /** Key of the venue that it is at; null: none in particular. */
  venue: VenueKey.nullable(),
  state: z.enum(itemStates).exclude(['standby']),
});

export const EventSummary = z.strictObject({
  slug: Slug,
  title: Title,
  startsAt: Instant,
  status: z.enum(eventStatuses),
});
export type EventSummary = z.infer<typeof EventSummary>;
export const EventList = z.strictObject({ items: z.array(EventSummary) });

/** 现场快照: where the event stands, for who comes late. */
export const Snapshot = EventSummary.extend({
  epoch: Epoch,
  /** 演练: staff alone get it, and every screen says so. */
  isRehearsal: z.literal(true).optional(),
  seq: z.int().nonnegative(),
  item: z.int().nullable(),
  since: Instant.nullable(),
  camera: Camera.nullable(),
  isCut: z.boolean(),
  notice: Said.nullable(),
  released: z.array(ReleasedParcel.extend({ by: z.int() })),
  /** As the log has them: of one item there may be several, the last one counts. */
  signings: z.array(Signed.extend({ item: z.int(), state: z.enum(signingStates), by: z.int(), at: Instant })),
  /** What the signing items are about, as far as everybody may know it. */
  stage: z.array(StageSigning),
  correction: z.strictObject({ seq: z.int(), at: Instant, reason: Said }).nullable(),
  totals: EventTotals,
  /** No stream of it has an address but while the event is on air. */
  venues: z.array(Venue),
  items: z.array(PublicItem),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** 进度: the number of an entry, with the epoch it was seen in where that is known: `12`, `<epoch>.12`. */
const Seen = z
  .string()
  .regex(/^([0-9a-f]{16}\.)?\d{1,9}$/, 'the number of an entry, or its id')
  .transform((text) => {
    const [epoch, seq] = text.includes('.') ? text.split('.') : [null, text];
    return { epoch: epoch ?? null, seq: Number(seq) };
  });
export const LogQuery = z.strictObject({ after: Seen.optional() });
/** What a browser says that comes back (WHATWG HTML, 9.2.4); empty: it has seen nothing. */
export const LastSeen = z.union([Seen, z.literal('').transform(() => undefined)]).optional();
/** Entries behind `after`, each with the totals after it; what is staff's alone is not in them. */
export const LogPage = z.strictObject({
  epoch: Epoch,
  /** Who follow, by open lines; null: too few, or not counted yet. */
  viewers: z.int().nullable(),
  entries: z.array(LogEntry.extend({ totals: EventTotals })),
});
export type LogPage = z.infer<typeof LogPage>;
