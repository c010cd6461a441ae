import { z } from 'zod';

/**
 * 放宽: one condition changed, the others kept. `drop` takes it away, `set` moves a limit to `to`, `add` also accepts
 * the code `to`. `key` is the query parameter; `value` tells which one where it can stand several times
 * (`readiness=power,water`, `indicator=tax_per_mu<=30`).
 */
export const Relaxation = z.object({
  key: z.string(),
  value: z.string().nullable(),
  change: z.enum(['drop', 'set', 'add']),
  /** The parameter's new value as the query writes it; null where it is dropped. */
  to: z.string().nullable(),
  /** How many parcels match more than now, and the sum of their offered areas. */
  gain: z.int(),
  gainAreaM2: z.number(),
});
export type Relaxation = z.infer<typeof Relaxation>;

/** `GET /api/parcel-relaxations` with the conditions of `/api/parcels`: greatest gain first, none without a gain. */
export const Relaxations = z.object({
  total: z.int(),
  items: z.array(Relaxation),
  asOf: z.iso.datetime({ offset: true }),
});
export type Relaxations = z.infer<typeof Relaxations>;
