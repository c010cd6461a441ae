import { z } from 'zod';
import { ceremonies, signingForms, signingStates } from './terms.ts';

const place = z.int().positive();
const code = z.string().trim().min(1).max(40);
export const Said = z.strictObject({ zh: z.string().trim().min(1).max(200), en: z.string().trim().max(200) });

/** 导播镜头: the host's map. Longitude and latitude in degrees (CGCS2000), as the map takes them. */
export const Camera = z.strictObject({
  center: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]),
  zoom: z.number().min(0).max(22),
  /** Degrees, clockwise from north. */
  bearing: z.number().min(-360).max(360),
  pitch: z.number().min(0).max(85),
  /** The parcel that is selected. */
  parcel: code.nullable(),
  layers: z.array(code).max(20),
});
export type Camera = z.infer<typeof Camera>;

/** A parcel that an item released; `areaM2` with two decimals. */
export const ReleasedParcel = z.strictObject({
  code,
  version: z.int().positive(),
  areaM2: z.number().nonnegative().max(1e12),
});
export type ReleasedParcel = z.infer<typeof ReleasedParcel>;

/**
 * What an item has signed. A company's project has a form; what brings people has `form` null and is counted apart. `amount`
 * in whole yuan; null: the company did not agree to its being public, and it is in no total (decision 0025).
 */
export const Signed = z.strictObject({
  project: place,
  form: z.enum(signingForms).nullable(),
  amount: z.int().nonnegative().nullable(),
  /** 人才、团队. */
  talents: z.int().nonnegative().max(100_000),
  /** Signed on paper since the portal could not: a person says so, no seal of ours does. */
  isPaper: z.boolean(),
  ceremony: z.enum(ceremonies),
});
export type Signed = z.infer<typeof Signed>;

/** 场记: one thing that happened, with what the fold needs of it. */
export const Cue = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('pause') }),
  z.strictObject({ type: z.literal('resume') }),
  z.strictObject({ type: z.literal('end') }),
  /** 预备; null: nothing is. */
  z.strictObject({ type: z.literal('standby'), item: place.nullable() }),
  /** 切出: the item goes on air, what it releases is public, and the map goes where it says. */
  z.strictObject({
    type: z.literal('take'),
    item: place,
    camera: Camera.nullable(),
    released: z.array(ReleasedParcel).max(200),
  }),
  z.strictObject({ type: z.literal('skip'), item: place }),
  /** 签署: 处理中, and once the sealing has committed 已生效; it may come long after its item. */
  z.strictObject({ type: z.literal('sign'), item: place, state: z.enum(signingStates), signed: Signed }),
  /** 更正: takes back what the entry `of` did; that entry stays. */
  z.strictObject({ type: z.literal('revoke'), of: place, reason: Said }),
  /** 更正 of a figure: the area of a parcel that `of` released, or what `of` signed. */
  z.strictObject({
    type: z.literal('amend'),
    of: place,
    reason: Said,
    parcel: ReleasedParcel.nullable(),
    signed: Signed.nullable(),
  }),
  z.strictObject({ type: z.literal('camera'), camera: Camera }),
  z.strictObject({ type: z.literal('notice'), text: Said.nullable() }),
  /** 环节单 was changed: whoever shows it reads it again. What of it is to come is not told here. */
  z.strictObject({ type: z.literal('rundown') }),
  /** 切断画面, and back. */
  z.strictObject({ type: z.literal('cut'), isCut: z.boolean() }),
]);
export type Cue = z.infer<typeof Cue>;

/** A line of the log: `seq` from 1 without gaps, `at` in UTC by the server's clock. */
export const LogEntry = z.strictObject({ seq: place, at: z.iso.datetime(), cue: Cue });
export type LogEntry = z.infer<typeof LogEntry>;
