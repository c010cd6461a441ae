import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { precompress } from './precompress.mjs';
import { runOrExplain } from './run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}dist/.sources`;
const sources = ['api', 'web', 'data', 'scripts', 'package-lock.json', 'package.json', 'vite.config.ts'];
/** What the text compiler writes among the sources. */
const written = /^web\/paraglide$|^web\/messages\/project\.inlang\/(?!settings\.json$)/;
/** In the assets: the names of those that the build made itself. */
const madeHere = '.made';
const vite = 'node_modules/vite/bin/vite.js';

/**
 * Leaves dist/web and dist/api built from the sources as they are now; does nothing, and says nothing, when they are.
 *
 * @param {(line: string) => void} say
 */
export async function buildSite(say) {
  const wanted = sourcesDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('Building the site …');
  // Built beside the old one and moved into place. A server that is running goes on handing out the old page, and finds the
  // files that this page names among the new ones; what it has not started yet, the reader of survey files, is the new one's.
  const next = `dist/next-${process.pid}`;
  mkdirSync(`${root}${next}`, { recursive: true });
  process.once('exit', () => rmSync(`${root}${next}`, { recursive: true, force: true }));
  await runOrExplain([process.execPath], ['scripts/messages.mjs']);
  await Promise.all([
    runOrExplain([process.execPath, vite], ['build', '--outDir', `${root}${next}/web`]),
    runOrExplain([process.execPath, vite], ['build', '--ssr', '--outDir', `${root}${next}/api`]),
  ]);
  await precompress(`${root}${next}/web/assets`);
  keepAssets(`${root}dist/web/assets`, `${root}${next}/web/assets`);
  for (const part of ['web', 'api']) {
    rmSync(`${root}dist/${part}`, { recursive: true, force: true });
    renameSync(`${root}${next}/${part}`, `${root}dist/${part}`);
  }
  writeFileSync(stamp, wanted);
}

/**
 * Copies what the previous build made, and the next one did not, into the next one's assets: their names carry a digest of what
 * is in them. What the previous build had itself kept from its own predecessor is left behind, so that they never pile up.
 *
 * @param {string} previous
 * @param {string} next
 */
export function keepAssets(previous, next) {
  const made = readdirSync(next);
  writeFileSync(`${next}/${madeHere}`, made.join('\n'));
  if (!existsSync(previous)) return;
  const list = `${previous}/${madeHere}`;
  const before = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : readdirSync(previous);
  for (const name of before)
    if (!made.includes(name) && existsSync(`${previous}/${name}`))
      copyFileSync(`${previous}/${name}`, `${next}/${name}`);
}

function sourcesDigest() {
  const digest = createHash('sha256').update(process.versions.node);
  for (const path of sources.flatMap(filesUnder)) {
    digest.update(`\0${path}\0`).update(readFileSync(`${root}${path}`));
  }
  return digest.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(path) {
  if (written.test(path) || !existsSync(`${root}${path}`)) return [];
  if (!statSync(`${root}${path}`).isDirectory()) return [path];
  return readdirSync(`${root}${path}`)
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
