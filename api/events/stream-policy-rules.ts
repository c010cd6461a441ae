/** Of each stream its scheme and host, once. A portal on https plays nothing from a visitor's own machine. */
export function streamOrigins(addresses: readonly string[], { isHttps }: { isHttps: boolean }): string[] {
  const origins = addresses.filter((address) => URL.canParse(address)).map((address) => new URL(address));
  return [
    ...new Set(
      origins.filter(({ protocol }) => !isHttps || protocol === 'https:').map(({ origin }) => origin),
    ),
  ];
}

/**
 * A policy that lets these origins' streams through: fetched piece by piece, or opened by the browser itself. `blob:` is how a
 * page hands pieces to its own player (W3C Media Source Extensions, 2).
 */
export function withStreams(policy: string, origins: readonly string[]): string {
  if (origins.length === 0) return policy;
  const added = origins.join(' ');
  return `${policy.replace(/\bconnect-src [^;]*/, (directive) => `${directive} ${added}`)}; media-src blob: ${added}`;
}
