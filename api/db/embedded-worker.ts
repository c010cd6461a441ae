import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { postgis } from '@electric-sql/pglite-postgis';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { z } from 'zod';

const EmbeddedWorkerData = z.object({
  folder: z.string(),
  socketPath: z.string(),
  archive: z.string().nullable(),
});

async function run(): Promise<void> {
  const { folder, socketPath, archive } = EmbeddedWorkerData.parse(workerData);
  const database = await PGlite.create({
    dataDir: folder,
    extensions: { postgis, pg_trgm, btree_gist, unaccent },
    ...(archive === null ? {} : { loadDataDir: new Blob([await readFile(archive)]) }),
  });
  const server = new PGLiteSocketServer({ db: database, path: socketPath, maxConnections: 16 });
  await server.start();
  parentPort?.on('message', () => {
    void server
      .stop()
      .then(() => database.close())
      .then(() => parentPort?.postMessage('closed'));
  });
  parentPort?.postMessage('ready');
}

await run();
