import type { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';

/** hono needs a pattern where OpenAPI writes a plain template; the parameter is the same. */
const renamedPaths = new Map([['/api/parcels/{file}', '/api/parcels/{code}.geojson']]);

/** The OpenAPI 3.1 document of every described route, made from the zod schemas. */
export async function openApiDocument(app: Hono, version: string) {
  const document = await generateSpecs(app, {
    excludeStaticFile: false,
    documentation: {
      openapi: '3.1.0',
      info: {
        title: '招图 Zhaotu',
        version,
        description:
          'Public land for investment, with every indicator. Areas in m², money in integer yuan, times with offset, ' +
          'geometry lon/lat (CGCS2000). Errors are application/problem+json with one closed list of codes.',
      },
    },
  });
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => {
    const renamed = renamedPaths.get(path);
    return renamed === undefined
      ? [path, item]
      : [renamed, JSON.parse(JSON.stringify(item).replaceAll('"file"', '"code"'))];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}
