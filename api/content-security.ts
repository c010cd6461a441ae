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
  if (basemap.kind === 'tianditu') return ['https://*.tianditu.gov.cn'];
  if (basemap.kind === 'style') return [new URL(basemap.url).origin];
  return [];
}
