import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../../api/env.ts';
import { openPortal } from '../../api/portal.ts';
import { fillWithParcels } from './many-parcels.ts';
import { npmStart } from './npm-start.ts';

/** The built site over a city of so many invented parcels, in a folder of its own; or the one that runs at `LARGE_SITE`. */
export async function startLargeCity(count: number): Promise<{ origin: string; stop: () => Promise<void> }> {
  const running = process.env['LARGE_SITE'];
  if (running !== undefined) return { origin: new URL(running).origin, stop: () => Promise.resolve() };
  const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-large-'));
  const { database, city } = await openPortal(readEnv({ DEMO: '0', DATA_DIR: dataDir }));
  await fillWithParcels(database, count, { city, now: new Date() });
  await database.close();
  const site = await npmStart(dataDir, { DEMO: '0' });
  return {
    origin: site.origin,
    async stop() {
      await site.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
