import type { Server, ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createAdaptorServer,
  type Http2Bindings,
  type HttpBindings,
  type ServerType,
} from '@hono/node-server';

/** Slow clients are cut off before they can hold a connection for long (slow headers, slow bodies, idle keep-alive). */
export function createServerOptions(): ServerOptions {
  return {
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16 * 1024,
    connectionsCheckingInterval: 1_000,
  };
}

/** Connections that wait to be taken when a whole hall comes at once; Linux keeps no more by default, and Node's own is 511. */
const backlog = 4096;

type Listening = {
  fetch: (request: Request, env: HttpBindings | Http2Bindings) => unknown;
  host: string;
  port: number;
};

/** @param ready gets the address, also where the system chose the port */
export function startListening(
  { fetch, host, port }: Listening,
  ready: (address: AddressInfo) => void,
): ServerType {
  const server = createAdaptorServer({ fetch, hostname: host, serverOptions: createServerOptions() });
  server.listen({ host, port, backlog }, () => {
    const address = server.address();
    if (address !== null && typeof address !== 'string') ready(address);
  });
  return server;
}

/** The address under which this computer reaches a server that listens on `host`; one that listens on all is here too. */
export function localOrigin(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** How a browser on this computer may write the address of a server on `port`. */
export function loopbackOrigins(port: number): string[] {
  return [`http://127.0.0.1:${port}`, `http://localhost:${port}`];
}

/** A request that is still running after so long does not keep the process from exiting. */
const graceMs = 5_000;

/** Takes no new connection, lets every running request finish (5 s at most), then closes what is left. */
export async function stopServer(server: ServerType): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const plain = server as Partial<Server>;
  plain.closeIdleConnections?.();
  const timer = setTimeout(() => plain.closeAllConnections?.(), graceMs);
  await closed;
  clearTimeout(timer);
}
