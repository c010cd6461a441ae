// What a person loads before the map, for the map, and beside it; a gate of `npm test`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/**
 * One file of the build: what it imports at once and later, its styles, and the length of each part before it was
 * made small.
 *
 * @typedef {{ entry: boolean, worker: boolean, imports: string[], later: string[], styles: string[], parts: Record<string, number> }} Chunk
 * @typedef {Record<string, Chunk>} Chunks
 * @typedef {{ before: string[], map: string[], worker: string[], styles: string[] }} Loads
 */

/** KiB of JavaScript, gzip. */
export const budgets = { before: 60, map: 320 };
const mapPackage = 'maplibre-gl';
const namedParts = 6;

/**
 * Which files are loaded before the map (the entry and all it imports at once), for the map besides those, and by its
 * worker.
 *
 * @param {Chunks} chunks
 * @returns {Loads}
 */
export function loadsOf(chunks) {
  const entries = Object.keys(chunks).filter((name) => chunks[name]?.entry);
  const before = closure(chunks, entries);
  const opening = before
    .flatMap((name) => chunks[name]?.later ?? [])
    .filter((name) => closure(chunks, [name]).some((needed) => mapPackage in (chunks[needed]?.parts ?? {})));
  return {
    before,
    map: closure(chunks, opening).filter((name) => !before.includes(name)),
    worker: Object.keys(chunks).filter((name) => chunks[name]?.worker && name.includes(mapPackage)),
    styles: [...new Set(before.flatMap((name) => chunks[name]?.styles ?? []))],
  };
}

/**
 * The heaviest parts of some files, by name and their share of what the files weigh.
 *
 * @param {Chunks} chunks
 * @param {string[]} names
 * @param {number} weightKib
 */
export function heaviestParts(chunks, names, weightKib) {
  const parts = /** @type {Map<string, number>} */ (new Map());
  for (const [part, length] of names.flatMap((name) => Object.entries(chunks[name]?.parts ?? {})))
    parts.set(part, (parts.get(part) ?? 0) + length);
  const whole = [...parts.values()].reduce((sum, length) => sum + length, 0);
  return [...parts]
    .sort(([, one], [, other]) => other - one)
    .slice(0, namedParts)
    .map(([part, length]) => `${part} ${((length / whole) * weightKib).toFixed(1)}`);
}

/**
 * @param {Chunks} chunks
 * @param {string[]} names
 * @returns {string[]}
 */
function closure(chunks, names) {
  const reached = new Set(names);
  for (const name of reached) for (const next of chunks[name]?.imports ?? []) reached.add(next);
  return [...reached];
}

/** @param {string} folder the built pages */
function check(folder) {
  const chunks = /** @type {Chunks} */ (JSON.parse(readFileSync(`${folder}/.vite/chunks.json`, 'utf8')));
  const loads = loadsOf(chunks);
  /** @param {string[]} names */
  const weigh = (names) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(`${folder}/${name}`), { level: 9 }).length, 0) /
    1024;
  const weights = { before: weigh(loads.before), map: weigh(loads.map) };
  console.log(
    `JavaScript before the map ${weights.before.toFixed(1)} KiB of ${budgets.before}, ` +
      `for the map ${weights.map.toFixed(1)} of ${budgets.map}, its worker ${weigh(loads.worker).toFixed(1)}; ` +
      `styles before the map ${weigh(loads.styles).toFixed(1)} (gzip).`,
  );
  if (loads.map.length === 0) refuse(`No part of the build that is loaded later holds ${mapPackage}.`);
  if (weights.before > budgets.before) refuse(tooMuch('before the map', loads.before, weights.before));
  if (weights.map > budgets.map) refuse(tooMuch('for the map', loads.map, weights.map));

  /**
   * @param {string} when
   * @param {string[]} names
   * @param {number} weightKib
   */
  function tooMuch(when, names, weightKib) {
    const parts = heaviestParts(chunks, names, weightKib).join(', ');
    return `Too much JavaScript ${when}: load parts of it later (web/ui/late.svelte.ts). Heaviest, in KiB: ${parts}.`;
  }
}

/** @param {string} sentence */
function refuse(sentence) {
  console.log(sentence);
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  check(process.argv[2] ?? fileURLToPath(new URL('../dist/web', import.meta.url)));
