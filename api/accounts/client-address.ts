import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * The address a request came from: the socket's, or, where that is a proxy we trust, the last one in X-Forwarded-For that
 * is not. What stands further left was written by the client and proves nothing.
 */
export function clientAddress(context: Context, trustedProxies: readonly string[]): string {
  const hops = (context.req.header('X-Forwarded-For') ?? '').split(',').map((hop) => plainAddress(hop.trim()));
  let address = socketAddress(context);
  while (trustedProxies.includes(address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    address = hop;
  }
  return address;
}

function socketAddress(context: Context): string {
  // Without a socket (a request made inside the process) there is no address either.
  if (context.env === undefined || !('incoming' in Object(context.env))) return 'none';
  return plainAddress(getConnInfo(context).remote.address ?? 'none');
}

/** An IPv4 address that came through an IPv6 socket is the same client (RFC 4291, 2.5.5.2). */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
}
