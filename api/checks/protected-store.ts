import { appendAudit } from '../audit/store.ts';
import type { Tx } from '../db/database.ts';
import { AppError, StartError } from '../errors.ts';
import type { ProtectedArea, ProtectedKind } from './protected.ts';

export type Replacement = { kinds: ProtectedKind[]; areas: ProtectedArea[]; at: Date };

/**
 * Replaces whole layers. What is said of a shape that is no polygon is its number in the file and nothing of its place.
 * @throws StartError naming the first invalid one; then nothing is replaced.
 */
export async function replaceProtectedAreas(tx: Tx, { kinds, areas, at }: Replacement): Promise<void> {
  await tx`delete from protected_area where kind = any(${kinds})`;
  for (const [index, { kind, geometry }] of areas.entries()) {
    await tx`
      insert into protected_area (kind, geom)
      values (${kind}, st_multi(st_setsrid(st_geomfromgeojson(${JSON.stringify(geometry)}::text), 4490)))`.catch(
      (error: unknown) => {
        if (error instanceof AppError) throw error;
        throw new StartError(`Feature ${index + 1} is no valid polygon; nothing was replaced.`);
      },
    );
  }
  await appendAudit(tx, {
    actor: { accountId: null, role: 'command-line' },
    action: 'protected-area.replace',
    subject: 'protected-areas',
    details: { areas: areas.length, kinds },
    at,
  });
}
