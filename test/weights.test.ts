import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { heaviestParts, loadsOf } from '../scripts/weights.mjs';
import { wireDigest } from '../scripts/wire.mjs';

const chunk = (over: object) => ({
  entry: false,
  worker: false,
  imports: [],
  later: [],
  styles: [],
  parts: {},
  ...over,
});

describe('what is loaded before the map', () => {
  const chunks = {
    'index.js': chunk({
      entry: true,
      imports: ['words.js'],
      later: ['map.js', 'drawer.js'],
      styles: ['index.css'],
      parts: { svelte: 300, 'web/App.svelte': 100 },
    }),
    'words.js': chunk({ parts: { texts: 400 } }),
    'map.js': chunk({ imports: ['engine.js', 'words.js'], parts: { 'web/map/ParcelMap.svelte': 10 } }),
    'engine.js': chunk({ imports: ['index.js'], parts: { 'maplibre-gl': 1000 } }),
    'drawer.js': chunk({ imports: ['words.js'], parts: { 'web/parcels/ParcelDrawer.svelte': 50 } }),
    'maplibre-gl-worker.js': chunk({ worker: true }),
    'workbook-worker.js': chunk({ worker: true }),
  };

  it('is the entry with all it imports at once; the map is what it needs besides; other parts are in neither', () => {
    expect(loadsOf(chunks)).toEqual({
      before: ['index.js', 'words.js'],
      map: ['map.js', 'engine.js'],
      worker: ['maplibre-gl-worker.js'],
      styles: ['index.css'],
    });
  });

  it('holds the map itself as soon as something of the first view imports it at once', () => {
    const careless = { ...chunks, 'words.js': chunk({ imports: ['engine.js'] }) };
    expect(loadsOf(careless).before).toContain('engine.js');
  });

  it('is named by its heaviest parts, in shares of what the files weigh', () => {
    expect(heaviestParts(chunks, ['index.js', 'words.js'], 8)).toEqual([
      'texts 4.0',
      'svelte 3.0',
      'web/App.svelte 1.0',
    ]);
  });
});

describe('the digest of the wire', () => {
  it('changes with a schema or a term, wherever it stands, and with nothing else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhaotu-wire-'));
    const write = (path: string, text: string) => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
      return wireDigest(folder);
    };
    const first = write('parcels/schema.ts', 'one');
    expect(write('parcels/routes.ts', 'anything')).toBe(first);
    const second = write('parcels/schema.ts', 'two');
    const third = write('parcels/terms.ts', 'three');
    expect(new Set([first, second, third]).size).toBe(3);
    rmSync(folder, { recursive: true });
  });
});
