// `npm test`: everything that continuous integration runs, in one order, to the end even when a step fails.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './packages.mjs';
import { installPrograms } from './programs.mjs';
import { run } from './run.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await installPackages(console.log);
await installPrograms(console.log);

const bin = 'node_modules/.bin';
const reports = mkdtempSync(join(tmpdir(), 'zhaotu-reports-'));
const totals = { passed: 0, failed: 0, skipped: 0 };

await step('texts', [process.execPath, 'scripts/messages.mjs']);
// Two at a time, about as long each. The types of components are those of every file: one program holds both.
await Promise.all([
  step('lint', [`${bin}/eslint`, '--max-warnings=0', '.']),
  inTurn([
    () => step('types', [`${bin}/svelte-check`, '--fail-on-warnings', '--output', 'human']),
    () => step('format', [`${bin}/prettier`, '--check', '.']),
    () => step('unused code', [`${bin}/knip`]),
    () => step('security floors', [process.execPath, 'scripts/floors.mjs']),
  ]),
]);
await Promise.all([
  step('architecture', [`${bin}/depcruise`, 'api', 'web', 'scripts', 'test']),
  step('build', [process.execPath, 'scripts/build.mjs']),
]);
await step('weights', [process.execPath, 'scripts/weights.mjs'], { shown: true });
await tests('tests', ['unit', 'dom', 'db']);
await tests('journeys in a browser', ['journeys']);

rmSync(reports, { recursive: true });
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed > 0 ? 1 : 0;

/** @param {(() => Promise<void>)[]} steps */
async function inTurn(steps) {
  for (const next of steps) await next();
}

/**
 * One gate, counted as one test. What it says is shown only when it fails, or where it states figures.
 *
 * @param {string} title
 * @param {string[]} command
 * @param {{ shown?: boolean }} [options]
 */
async function step(title, command, { shown = false } = {}) {
  const started = Date.now();
  const { code, output } = await run(command, []);
  report(title, code === 0, started);
  if (shown || code !== 0) console.log(output.trimEnd());
}

/**
 * Vitest projects: a gate themselves (a file that cannot be loaded has no tests to fail) and one for each test.
 *
 * @param {string} title
 * @param {string[]} projects
 */
async function tests(title, projects) {
  const started = Date.now();
  const file = join(reports, `${projects.join('-')}.json`);
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run(
    [`${bin}/vitest`],
    [...args, ...projects.flatMap((name) => ['--project', name])],
    {
      live: true,
    },
  );
  report(title, code === 0, started);
  const result = readReport(file);
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests + result.numTodoTests;
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.log('Vitest left no report.');
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  }
}

/**
 * @param {string} title
 * @param {boolean} passed
 * @param {number} started milliseconds since the epoch
 */
function report(title, passed, started) {
  totals[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
