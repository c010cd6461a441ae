import { z } from 'zod';
import { EventSummary, Instant, Slug, Title, Venue } from './event-schema.ts';
import { itemHolds, itemKinds, mostVenues, parcelStandings } from './terms.ts';
import { VenueKey } from './venue-schema.ts';

const Planned = {
  kind: z.enum(itemKinds),
  title: Title,
  plannedSeconds: z.int().min(1, '时长至少 1 秒').max(86_400, '时长最多 24 小时'),
  /** Key of the venue that it is at; null: none in particular. */
  venue: VenueKey.nullable().default(null),
  /** 备注 for the staff: who speaks, what to play. */
  notes: z.string().trim().max(500, '备注最多 500 字').default(''),
};
/** What a release shows, approved for a later day. */
const ParcelCodes = z.array(z.string().min(1).max(64)).max(200).default([]);

export const NewItem = z.strictObject({ ...Planned, parcelCodes: ParcelCodes });
export type NewItem = z.infer<typeof NewItem>;
/** `id`: an item that is there already, and keeps its number; null: another one. */
const SavedItem = NewItem.extend({ id: z.int().positive().nullable().default(null) });
export type SavedItem = z.infer<typeof SavedItem>;

const items = <Item extends z.ZodType>(item: Item) =>
  z.array(item).min(1, '环节单至少要有一个环节').max(500, '环节单最多 500 个环节');
const Venues = z
  .array(Venue)
  .max(mostVenues + 1, `最多 ${mostVenues} 个会场，另加一路总画面`)
  .default([]);

/** `POST /api/events`: an event with its rundown (环节单). */
export const NewEvent = z.strictObject({
  // The page that makes events stands there.
  slug: Slug.refine((slug) => slug !== 'new', 'new 留给新建页，请换一个地址名'),
  title: Title,
  startsAt: Instant,
  isAnnounced: z.boolean().default(false),
  venues: Venues,
  items: items(NewItem),
});

/** `PUT /api/events/{slug}/rundown`, all of it; `expectedVersion`: the one that was read. */
export const RundownBody = z.strictObject({
  expectedVersion: z.int().positive(),
  title: Title,
  startsAt: Instant,
  venues: Venues,
  items: items(SavedItem),
});
export type RundownBody = z.infer<typeof RundownBody>;

const areaM2 = z.number().nonnegative();
/** A parcel of the rundown. Its name and area (m²) where something of it waits or is public. */
const PlannedParcel = z.strictObject({
  code: z.string(),
  name: z.strictObject({ zh: z.string(), en: z.string() }).nullable(),
  areaM2: areaM2.nullable(),
  standing: z.enum(parcelStandings),
});
export type PlannedParcel = z.infer<typeof PlannedParcel>;

/** `GET /api/staff/events/{slug}/rundown`: what its hosts write, with what is still to come. */
export const StaffRundown = EventSummary.extend({
  isAnnounced: z.boolean(),
  /** 演练 of the event with this address. */
  rehearsalOf: Slug.optional(),
  version: z.int().positive(),
  /** Null: its maker's account is no person's any more. */
  savedBy: z.string().nullable(),
  savedAt: Instant,
  venues: z.array(Venue),
  items: z.array(
    z.strictObject({
      ...Planned,
      id: z.int(),
      parcels: z.array(PlannedParcel),
      /** Null: it may be changed, moved and taken out. */
      hold: z.enum(itemHolds).nullable(),
    }),
  ),
});
export type StaffRundown = z.infer<typeof StaffRundown>;

/** `GET /api/staff/event-parcels`: what may be released, by a part of its code or name. */
export const WaitingQuery = z.strictObject({ q: z.string().trim().max(60).default('') });
export const WaitingParcels = z.strictObject({
  items: z.array(
    z.strictObject({
      code: z.string(),
      name: z.strictObject({ zh: z.string(), en: z.string() }),
      areaM2,
      publicFrom: Instant,
    }),
  ),
});
export type WaitingParcels = z.infer<typeof WaitingParcels>;
