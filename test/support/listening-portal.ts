import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { trustProxies } from '../../api/accounts/client-address.ts';
import type { City } from '../../api/city/pack.ts';
import type { Database } from '../../api/db/database.ts';
import { createServerOptions } from '../../api/server.ts';
import { testAccounts, testPortal } from './portal.ts';

/** The portal behind a port of this computer, which trusts whom it is told a request came from. */
export async function listeningPortal(database: Database, city: City) {
  const app = await testPortal(database, city, {
    accounts: testAccounts({ isTrustedProxy: trustProxies(['127.0.0.1']) }),
    now: () => new Date(),
  });
  const server = serve({
    fetch: app.fetch,
    hostname: '127.0.0.1',
    port: 0,
    serverOptions: createServerOptions(),
  });
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
