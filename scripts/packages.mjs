import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runOrExplain } from './run.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const patchStamp = `${root}node_modules/.patches-applied`;

/**
 * Leaves node_modules as package-lock.json and patches/ want it; does nothing, and says nothing, when it is so already.
 *
 * @param {(line: string) => void} say
 */
export async function installPackages(say) {
  refuseOldNode();
  const patches = patchesDigest();
  const applied = readOrNull(patchStamp);
  if (!packagesMatchLock() || (applied !== null && applied !== patches)) {
    say('Installing packages (npm ci) …');
    await runOrExplain(npm(), ['ci', '--include=dev', '--no-audit', '--no-fund']);
  } else if (applied === patches) {
    return;
  }
  // Applying a patch a second time is recognised and harmless; this also covers `ignore-scripts=true`.
  await runOrExplain([process.execPath], ['node_modules/patch-package/index.js', '--error-on-fail']);
  writeFileSync(patchStamp, patches);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || major >= 22) return;
  console.error(`Zhaotu needs Node.js 20.19 or newer, or 22 and later; this is ${process.versions.node}.`);
  process.exit(1);
}

/** npm's own record of what it installed, compared with what the lock asks for. */
function packagesMatchLock() {
  const installed = readOrNull(`${root}node_modules/.package-lock.json`);
  if (installed === null) return false;
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
  const present = JSON.parse(installed).packages;
  return Object.entries(wanted).every(
    ([path, { version, integrity, optional }]) =>
      path === '' ||
      (optional && !present[path]) ||
      (present[path]?.version === version && present[path]?.integrity === integrity),
  );
}

function patchesDigest() {
  const digest = createHash('sha256');
  if (!existsSync(`${root}patches`)) return digest.digest('hex');
  for (const name of readdirSync(`${root}patches`).sort()) {
    digest.update(name).update(readFileSync(`${root}patches/${name}`));
  }
  return digest.digest('hex');
}

/** The npm that runs this script, else the one on the path. */
function npm() {
  const running = process.env.npm_execpath;
  return running?.endsWith('.js') ? [process.execPath, running] : ['npm'];
}

/** @param {string} path */
function readOrNull(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
