import { BlockList, isIP, isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

export type IsTrustedProxy = (address: string) => boolean;

/** @param proxies addresses, or networks as `10.0.0.0/8` */
export function trustProxies(proxies: readonly string[]): IsTrustedProxy {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(prefix), family);
  }
  return (address) => isIP(address) !== 0 && trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * The address a request came from: the socket's, or, where that is a proxy we trust, the last one in X-Forwarded-For that
 * is not. What stands further left was written by the client and proves nothing.
 */
export function clientAddress(context: Context, isTrustedProxy: IsTrustedProxy): string {
  return addressBehindProxies(socketAddress(context), {
    forwardedFor: context.req.header('X-Forwarded-For') ?? '',
    isTrustedProxy,
  });
}

export function addressBehindProxies(
  socket: string,
  { forwardedFor, isTrustedProxy }: { forwardedFor: string; isTrustedProxy: IsTrustedProxy },
): string {
  const hops = forwardedFor.split(',').map((hop) => plainAddress(hop.trim()));
  let address = plainAddress(socket);
  while (isTrustedProxy(address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    address = hop;
  }
  return address;
}

function socketAddress(context: Context): string {
  // Without a socket (a request made inside the process) there is no address either.
  if (!('incoming' in Object(context.env))) return 'none';
  return getConnInfo(context).remote.address ?? 'none';
}

/** An IPv4 address that came through an IPv6 socket is the same client (RFC 4291, 2.5.5.2). */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase();
}

/**
 * What is counted as one sender: an IPv4 address, of IPv6 the network of 64 bits, since every line is given at least that
 * many addresses (RFC 6177).
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const [front, back] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const skipped = tail === undefined ? 0 : 8 - (front?.length ?? 0) - (back?.length ?? 0);
  const groups = [...(front ?? []), ...Array<string>(Math.max(0, skipped)).fill('0'), ...(back ?? [])];
  const network = groups.slice(0, 4).map((group) => group.padStart(4, '0'));
  return `${network.join(':')}::/64`;
}
