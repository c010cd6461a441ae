import { fileURLToPath } from 'node:url';

const mapEntry = fileURLToPath(new URL('../web/parcels/LoadedMap.svelte', import.meta.url));
const words = /\/web\/paraglide\//;
const engine = /\/node_modules\/maplibre-gl\//;

/** @typedef {{ getModuleInfo(id: string): { importedIds: readonly string[], code: string | null } | null }} Modules */

/**
 * Which file of the build a module of the pages goes into. Left to itself the bundler makes one of every set of words,
 * icons and small modules that the same parts share: dozens of files of a few hundred bytes, each a request.
 *
 * - `first`: all that is loaded before the map.
 * - `maplibre`: the map's engine, which stays in the browsers' memory when a new version changes only our own code.
 * - `both`: what the map shares with parts that need no map.
 * - `parts`: what these parts share with one another; in one file with the former it would make the map heavier.
 */
export function pageFiles() {
  /** @type {Set<string> | undefined} */
  let ofMap;
  /** @type {(id: string, modules: Modules) => string | null} */
  const withMap = (id, modules) => {
    ofMap ??= neededBy([mapEntry], modules);
    return ofMap.has(wordOf(id) ?? id) && !needsEngine(id, modules) ? 'both' : null;
  };
  const ours = /\/(web|api)\/|\/@lucide\//;
  const shared = /\/web\/(parcels|city|ui|paraglide)\/|\/@lucide\//;
  return {
    groups: [
      { name: 'first', tags: [/** @type {const} */ ('$initial')], priority: 3 },
      { name: 'maplibre', test: engine, priority: 2 },
      { name: withMap, test: ours, minShareCount: 2, priority: 1 },
      { name: 'parts', test: shared, minShareCount: 2 },
    ],
  };
}

/** @type {(id: string, modules: Modules) => boolean} */
function needsEngine(id, modules) {
  return [...neededBy([id], modules)].some((needed) => engine.test(needed));
}

/**
 * Every module that some need at once, by its id; words by their key, since all of them stand behind one module.
 *
 * @param {string[]} ids
 * @param {Modules} modules
 */
function neededBy(ids, modules) {
  const needed = new Set(ids);
  for (const id of needed) {
    const module = words.test(id) ? null : modules.getModuleInfo(id);
    for (const imported of module?.importedIds ?? []) needed.add(imported);
    for (const [, key = ''] of module?.code?.matchAll(/\bm\.(\w+)\(/g) ?? []) needed.add(key);
  }
  return needed;
}

/** @param {string} id */
function wordOf(id) {
  return /\/paraglide\/messages\/(\w+)\.js$/.exec(id)?.[1];
}
