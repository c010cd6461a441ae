// No audit service is reachable from a city's own network, so known bad versions are a list in this repository.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Every installed copy of a listed package that is older than its floor, as a sentence.
 *
 * @param {{ packages: Record<string, { version?: string }> }} lock package-lock.json
 * @param {Record<string, { atLeast: string, why: string }>} floors data/security-floor.json
 * @returns {string[]}
 */
export function packagesBelowFloor(lock, floors) {
  return Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const floor = Object.hasOwn(floors, name) ? floors[name] : undefined;
    if (!path.includes('node_modules/') || !floor || !version || isAtLeast(version, floor.atLeast)) return [];
    return [`${path} is ${version}, older than ${floor.atLeast}: ${floor.why}`];
  });
}

/**
 * Packages whose version is a range and not one version.
 *
 * @param {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} manifest package.json
 * @returns {string[]}
 */
export function packagesNotPinned({ dependencies, devDependencies }) {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} is "${version}": give one exact version`);
}

/**
 * A pre-release counts as older than its release.
 *
 * @param {string} version
 * @param {string} floor three numbers
 */
function isAtLeast(version, floor) {
  const [, ...numbers] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  if (numbers.length === 0) return false;
  for (const [index, wanted] of floor.split('.').map(Number).entries()) {
    if (Number(numbers[index]) !== wanted) return Number(numbers[index]) > wanted;
  }
  return !version.includes('-');
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const findings = [
    ...packagesBelowFloor(readJson('../package-lock.json'), readJson('../data/security-floor.json')),
    ...packagesNotPinned(readJson('../package.json')),
  ];
  for (const finding of findings) console.log(finding);
  process.exitCode = findings.length > 0 ? 1 : 0;
}
