import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { deflateSync, crc32 } from 'node:zlib';
import type { AddressInfo } from 'node:net';

/**
 * How the server behaves: `edges` lacks every fifth tile, and takes longest to say so; `slow` accepts and never answers; `garbage` answers 200 with what is no
 * image.
 */
export type TileMode = 'ok' | 'edges' | 403 | 404 | 500 | 'slow' | 'garbage';

export type TileServer = {
  origin: string;
  mode: TileMode;
  /** Layers that were asked for (`vec`, `cia`, `style` …), with repetitions. */
  asked: string[];
  close(): Promise<void>;
};

/**
 * A base map on this machine: the WMTS addresses of 天地图 (`/vec_w/wmts?…`) and a MapLibre style with raster tiles
 * (`/style.json`, `/tiles/z/x/y.png`). Tiles are of one colour a layer: sand, forest for imagery, nothing for annotation.
 */
export async function startTileServer(): Promise<TileServer> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const layer = /^\/(?:node\/)?(vec|cva|img|cia)_w\/wmts$/.exec(url.pathname)?.[1];
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (url.pathname === '/style.json') {
      tiles.asked.push('style');
      sendStyle(response, origin);
    } else if (layer !== undefined && isTianditu(url.searchParams)) {
      tiles.asked.push(layer);
      const place = Number(url.searchParams.get('TILECOL')) + Number(url.searchParams.get('TILEROW'));
      sendTile(response, { layer, place, mode: tiles.mode });
    } else if (url.pathname.startsWith('/tiles/')) {
      tiles.asked.push('tile');
      sendTile(response, { layer: 'vec', place: 1, mode: tiles.mode });
    } else response.writeHead(400).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const tiles: TileServer = {
    origin,
    mode: 'ok',
    asked: [],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return tiles;
}

/** What the real service refuses to answer without. */
function isTianditu(query: URLSearchParams): boolean {
  const wanted = {
    SERVICE: 'WMTS',
    REQUEST: 'GetTile',
    VERSION: '1.0.0',
    TILEMATRIXSET: 'w',
    FORMAT: 'tiles',
  };
  return (
    Object.entries(wanted).every(([key, value]) => query.get(key) === value) &&
    /^[0-9a-f]{32}$/.test(query.get('tk') ?? '') &&
    ['TILEMATRIX', 'TILEROW', 'TILECOL'].every((key) => /^\d+$/.test(query.get(key) ?? ''))
  );
}

const lookingMs = 300;

type Asked = { layer: string; place: number; mode: TileMode };

function sendTile(response: ServerResponse, { layer, place, mode }: Asked): void {
  if (mode === 'slow') return;
  if (mode === 'edges' && place % 5 === 0) setTimeout(() => response.writeHead(404).end(), lookingMs);
  else if (typeof mode === 'number') response.writeHead(mode).end();
  else if (mode === 'garbage') response.setHeader('Content-Type', 'image/png').end('<html>busy</html>');
  else response.setHeader('Content-Type', 'image/png').end(tileOf(layer));
}

function sendStyle(response: ServerResponse, origin: string): void {
  const source = {
    type: 'raster',
    tileSize: 256,
    tiles: [`${origin}/tiles/{z}/{x}/{y}.png`],
    attribution: '<a href="#">&copy; Example Survey</a>',
  };
  const layer = { id: 'ground', type: 'raster', source: 'ground' };
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ version: 8, sources: { ground: source }, layers: [layer] }));
}

const colours: Record<string, [number, number, number, number]> = {
  vec: [244, 226, 190, 255],
  img: [52, 74, 48, 255],
};

function tileOf(layer: string): Buffer {
  return png(colours[layer] ?? [0, 0, 0, 0]);
}

const sidePx = 256;

/** A square of one colour as PNG (ISO/IEC 15948): 8 bits, RGBA, no filter. */
function png(colour: [number, number, number, number]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sidePx, 0);
  header.writeUInt32BE(sidePx, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.of(0), Buffer.alloc(sidePx * 4, Buffer.from(colour))]);
  const pixels = Buffer.concat(Array.from({ length: sidePx }, () => line));
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
