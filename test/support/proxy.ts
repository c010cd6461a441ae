import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/**
 * What the proxy does. `pass`: nothing. `latency`: every piece of data arrives late. `blackhole`: data is swallowed
 * in both directions while the connections stay up (a half-open connection). `fin`, `rst`: a new connection is closed
 * at once, politely or not.
 */
export type ProxyMode = 'pass' | 'latency' | 'blackhole' | 'fin' | 'rst';

/** A TCP proxy on loopback that can misbehave as networks do. */
export interface Proxy {
  readonly port: number;
  /** How many connections were asked of it so far. */
  readonly connects: number;
  /** Also for the connections that are open already. */
  setMode(mode: ProxyMode, latencyMs?: number): void;
  /** Ends the open connections: politely, with a reset, or by closing both sides. */
  endAll(how: 'fin' | 'rst' | 'drop'): void;
  close(): Promise<void>;
}

type Pair = { client: Socket; upstream: Socket };

export async function startProxy(targetPort: number): Promise<Proxy> {
  const pairs = new Set<Pair>();
  let mode: ProxyMode = 'pass';
  let latencyMs = 0;
  let connects = 0;

  function accept(client: Socket): void {
    connects += 1;
    client.on('error', () => client.destroy());
    // Read on, so that the other side's end is seen and the socket closed.
    if (mode === 'fin') return void client.resume().end();
    if (mode === 'rst') return void client.resetAndDestroy();
    const upstream = connect(targetPort, '127.0.0.1');
    const pair = { client, upstream };
    pairs.add(pair);
    forward(client, upstream);
    forward(upstream, client);
    client.on('close', () => forget(pair));
    upstream.on('close', () => forget(pair));
  }

  function forget(pair: Pair): void {
    if (pair.client.destroyed && pair.upstream.destroyed) pairs.delete(pair);
  }

  function forward(from: Socket, to: Socket): void {
    from.on('data', (data: Buffer) => {
      if (mode === 'blackhole') return;
      if (mode !== 'latency') return void to.write(data);
      setTimeout(() => void (to.destroyed || to.write(data)), latencyMs);
    });
    from.on('error', () => to.destroy());
    from.on('end', () => mode === 'blackhole' || to.end());
    from.on('close', () => mode === 'blackhole' || to.destroy());
  }

  const server = createServer({ allowHalfOpen: true }, accept).listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: portOf(server),
    get connects() {
      return connects;
    },
    setMode(next, nextLatencyMs = 0) {
      mode = next;
      latencyMs = nextLatencyMs;
      if (mode === 'blackhole') return;
      // Now the server, too, learns who went away meanwhile.
      for (const { client, upstream } of pairs) {
        if (!client.readableEnded && !client.destroyed) continue;
        client.destroy();
        upstream.destroy();
      }
    },
    endAll(how) {
      for (const { client, upstream } of pairs) {
        if (how === 'fin') client.end();
        if (how === 'rst') client.resetAndDestroy();
        if (how === 'drop') client.destroy();
        if (how !== 'fin') upstream.destroy();
      }
    },
    async close() {
      for (const { client, upstream } of pairs) {
        client.destroy();
        upstream.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen on TCP');
  return address.port;
}
