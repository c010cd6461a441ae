import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { AppParts } from '../../api/app.ts';
import type { City } from '../../api/city/pack.ts';
import type { Database } from '../../api/db/database.ts';
import { createServerOptions } from '../../api/server.ts';
import { testHub, testPortal } from './portal.ts';

/** One of several servers beside a database, in this process, with a hub of its own; it notes what it is asked. */
export async function startEventNode(database: Database, city: City, over: Partial<AppParts> = {}) {
  const hub = testHub(database);
  const app = await testPortal(database, city, { hub, now: () => new Date(), ...over });
  const asked: string[] = [];
  const server = serve({
    fetch(request, env) {
      const { pathname, search } = new URL(request.url);
      asked.push(pathname + search);
      return app.fetch(request, env);
    },
    ...{ hostname: '127.0.0.1', port: 0, serverOptions: createServerOptions() },
  });
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hub,
    /** Paths, and what was asked of them. */
    asked,
    async close(): Promise<void> {
      await hub.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}
