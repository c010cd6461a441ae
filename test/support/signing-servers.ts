import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { clockFile } from './clock-file.ts';
import { freePort } from './free-port.ts';
import { KilledPortal } from './killed-portal.ts';
import { openSigningWork, type AskedSigner } from './signing-work.ts';
import { testDatabase } from './test-database.ts';

export type SigningServers = Awaited<ReturnType<typeof startSigningServers>>;

const key = '07'.repeat(32);
const stepKiller = fileURLToPath(new URL('step-killer.mjs', import.meta.url));
/** Longer than a lease (60 s). */
const afterAnyLeaseMs = 61_000;

/**
 * Built servers (`npm run build` first) on one PostgreSQL and one folder of files, under one clock that the test sets on, and the
 * agreements that are sent and signed through them.
 */
export async function startSigningServers(count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-signing-'));
  const { database, config, end } = await testDatabase('postgis');
  const clock = clockFile(join(folder, 'clock'));
  const killedAt = join(folder, 'killed-at');
  const blobFolder = join(folder, 'blobs');
  const servers: KilledPortal[] = [];
  // One after another: the first makes the certificates.
  for (let index = 0; index < count; index += 1) {
    const server = new KilledPortal(await freePort(), {
      DATABASE_URL: config.databaseUrl ?? '',
      DATA_DIR: join(folder, `server-${index}`),
      BLOB_URL: `file://${blobFolder}`,
      SECRET_KEY: key,
      KILLED_AT: killedAt,
      ...clock.env([stepKiller]),
    });
    servers.push(server);
    await server.start();
  }
  const work = await openSigningWork(database, { blobFolder, now: clock.now });

  function server(index: number): KilledPortal {
    const found = servers[index];
    if (found === undefined) throw new Error(`there are ${count} servers`);
    return found;
  }

  return {
    database,
    databaseUrl: config.databaseUrl ?? '',
    clock,
    work,
    killedAt,
    server,
    /** Null where no whole answer came. */
    async post(index: number, path: string, { headers, body }: { headers: object; body?: string }) {
      const { origin } = server(index);
      const request = { method: 'POST', headers: { ...headers, Origin: origin }, ...(body && { body }) };
      try {
        const response = await fetch(origin + path, request);
        return { status: response.status, text: await response.text() };
      } catch {
        return null;
      }
    },
    /** Started anew when every lease is over. */
    async restart(index: number): Promise<void> {
      await server(index).kill();
      clock.forward(afterAnyLeaseMs);
      await server(index).start();
    },
    async state({ agreementId }: Pick<AskedSigner, 'agreementId'>): Promise<string> {
      const [row] = await database.sql<
        { state: string }[]
      >`select state from agreement where id = ${agreementId}`;
      return row?.state ?? 'gone';
    },
    /** Until none waits for its seal any more. */
    async untilSealed(): Promise<void> {
      const isWaiting = async () =>
        (await database.sql`select from agreement where state in ('sealing', 'seal-failed') limit 1`).length >
        0;
      while (await isWaiting()) await wait(50);
    },
    async end(): Promise<void> {
      for (const one of servers) await one.kill();
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
