import type { Basemap } from './env.ts';

/**
 * The strict policy of every page (Content Security Policy Level 3): nothing but our own origin, no inline styles or
 * scripts, no `blob:` workers. A configured base map adds its hosts for images and requests, nothing else.
 */
export function contentSecurityPolicy(basemap: Basemap) {
  const hosts = basemapHosts(basemap);
  return {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    workerSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:', ...hosts],
    connectSrc: ["'self'", ...hosts],
    fontSrc: ["'self'"],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  };
}

function basemapHosts(basemap: Basemap): string[] {
  return [...new Set(basemapAddresses(basemap).map((address) => new URL(address).origin))];
}

function basemapAddresses(basemap: Basemap): string[] {
  switch (basemap.kind) {
    case 'sketch':
      return [];
    case 'tianditu':
      return basemap.nodes;
    case 'style':
      return [basemap.url, ...basemap.hosts];
  }
}
