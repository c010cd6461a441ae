import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { postgis } from '@electric-sql/pglite-postgis';
import { EmbeddedWorkerData } from './embedded-messages.ts';
import { createGate } from './embedded-gate.ts';

/*
 * The thread of the embedded database: PGlite blocks while it computes, so it must not share a thread with the web
 * server. Says `ready` when it listens; at `close` it closes the files in order and says `closed`.
 */

const { folder, socketPath } = EmbeddedWorkerData.parse(workerData);

// Extensions have to be known at creation; the migrations enable them.
const database = await PGlite.create({
  dataDir: folder,
  extensions: { postgis, pg_trgm, btree_gist, unaccent },
});

const gate = createGate(
  {
    run: (messages, answer) => database.execProtocolRawStream(messages, { onRawData: answer }),
    isInTransaction: () => database.isInTransaction(),
  },
  (error) => {
    // Thrown outside any promise: the thread ends and its socket with it. PGlite's own exits are not errors.
    const failure = error instanceof Error ? error : new Error(`PGlite ended: ${JSON.stringify(error)}`);
    setImmediate(() => {
      throw failure;
    });
  },
);

gate.listen(socketPath, () => parentPort?.postMessage('ready'));

parentPort?.on('message', () => {
  gate.close();
  void database.close().then(() => parentPort?.postMessage('closed'));
});
