import type { Hono } from 'hono';
import type { ParcelDraft } from '../../api/imports/schema.ts';

export type SentFile = { name: string; bytes: Uint8Array };

export type Sending = { headers: Record<string, string>; files: SentFile[]; fields?: Record<string, string> };

/** `POST /api/imports` as a browser sends it. */
export async function postFiles(
  app: Pick<Hono, 'request'>,
  { headers, files, fields = {} }: Sending,
): Promise<Response> {
  const form = new FormData();
  for (const { name, bytes } of files) form.append('file', new Blob([new Uint8Array(bytes)]), name);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return await app.request('/api/imports', { method: 'POST', headers, body: form });
}

/** The shapes of parcels as a GeoJSON file: code and geometry, and nothing else of them. */
export function asGeojson(name: string, drafts: ParcelDraft[]): SentFile {
  const features = drafts.map(({ code, geometry }) => ({
    type: 'Feature',
    properties: { 地块编号: code },
    geometry: geometry?.multiPolygon,
  }));
  return { name, bytes: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })) };
}
