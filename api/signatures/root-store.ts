import { createHash } from 'node:crypto';
import type { Tx } from '../db/database.ts';

/**
 * 曾用的根证书: keeps today's roots (DER) and gives every one that this installation ever signed under, today's first: a file
 * outlives the root it was sealed under.
 */
export async function keepRoots(
  tx: Tx,
  { roots, at }: { roots: readonly Uint8Array[]; at: Date },
): Promise<Uint8Array[]> {
  for (const root of roots) {
    const certificate = Buffer.from(root);
    const sha256 = createHash('sha256').update(certificate).digest();
    await tx`
      insert into signing_root ${tx({ sha256, certificate, first_used_at: at })}
      on conflict (sha256) do nothing`;
  }
  const kept = await tx<{ certificate: Buffer }[]>`
    select certificate from signing_root order by first_used_at, sha256 limit 200`;
  const former = kept.filter(({ certificate }) => !roots.some((root) => certificate.equals(root)));
  return [...roots, ...former.map(({ certificate }) => new Uint8Array(certificate))];
}
