import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { dirname } from 'node:path';

export type Figure = { name: string; value: string; goal?: string };

/** Whether this is `npm run faults` or `npm run bench` (long) or `npm test` (short). */
export const areFiguresLong = process.env['FIGURES'] === 'long';

/**
 * Appends figures to the RESULTS.md beside the test that measured them, with what one needs to compare them later:
 * the commit, the machine and how busy it was. Short runs leave no trace.
 *
 * @param testFile `import.meta.filename` of the test, in test/faults or test/bench
 */
export function appendResults(testFile: string, title: string, figures: Figure[]): void {
  if (!areFiguresLong) return;
  const file = `${dirname(testFile)}/RESULTS.md`;
  if (!existsSync(file)) writeFileSync(file, '# Results\n\nAppended by the long runs; newest last.\n');
  const rows = figures.map(({ name, value, goal = '' }) => `| ${name} | ${value} | ${goal} |`);
  const text = [
    '',
    `## ${title}`,
    '',
    conditions(),
    '',
    '| figure | value | goal |',
    '|---|---|---|',
    ...rows,
    '',
  ];
  appendFileSync(file, text.join('\n'));
}

function conditions(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const changed =
    execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' }) === '' ? '' : ' with changes';
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  const memoryGb = (totalmem() / 1024 ** 3).toFixed(0);
  const load = loadavg()[0]?.toFixed(2) ?? 'unknown';
  return `${new Date().toISOString()}, commit ${commit}${changed}, ${machine}, ${memoryGb} GB, Node ${process.versions.node}, load ${load}`;
}
