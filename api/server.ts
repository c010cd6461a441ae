import type { Server, ServerOptions } from 'node:http';

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

/** A request that is still running after so long does not keep the process from exiting. */
const graceMs = 8_000;

type Closable = Pick<Server, 'close'> & Partial<Pick<Server, 'closeIdleConnections' | 'closeAllConnections'>>;

/** Takes no new connection, lets every running request finish (8 s at most), then closes what is left. */
export async function stopServer(server: Closable): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections?.();
  const timer = setTimeout(() => server.closeAllConnections?.(), graceMs);
  await closed;
  clearTimeout(timer);
}
