import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { z } from 'zod';

/** One small change of the product that breaks one step, and the test that has to see it. */
export type Sabotage = {
  name: string;
  file: string;
  /** Stands in the file exactly once. */
  replace: string;
  by: string;
  guard: Guard;
  /** In what the test says: it went red where the step broke, not somewhere else. */
  says: RegExp;
};

export type Guard = { project: 'journeys' | 'db'; file: string };

type Verdict = { failed: number; passed: number; said: string };

const root = resolve(import.meta.dirname, '../..');
const vite = 'node_modules/vite/bin/vite.js';
/** What is not copied: it is shared, is made anew, or is nobody's business. */
const left = /^(node_modules|var|coverage|\.git|dist\/next-\d+|test\/journeys\/shots)(\/|$)/;

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ failureMessages: z.array(z.string()).optional() })),
    }),
  ),
});

/** A copy of the product as it is built now, in which things may be broken. */
export function copyProduct(demoFolder: string) {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-sabotage-'));
  cpSync(root, folder, { recursive: true, filter: (path) => !left.test(relative(root, path)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

  async function run(words: string[]): Promise<void> {
    const child = spawn(process.execPath, words, {
      cwd: folder,
      env: outerEnvironment(demoFolder),
      stdio: 'ignore',
    });
    await once(child, 'exit');
  }

  /** The half of the product that the file is of, built anew; the stamp of the sources stays that of the whole ones. */
  async function build(file: string): Promise<string> {
    const half = file.startsWith('web/') ? 'web' : 'api';
    const built = join(folder, 'dist', half);
    await run([vite, 'build', ...(half === 'api' ? ['--ssr'] : []), '--outDir', built]);
    return half;
  }

  async function test({ project, file }: Guard): Promise<Verdict> {
    const report = join(folder, 'report.json');
    rmSync(report, { force: true });
    const reporter = ['--reporter=json', `--outputFile=${report}`];
    await run(['node_modules/vitest/vitest.mjs', 'run', '--project', project, file, ...reporter]);
    const { numFailedTests, numPassedTests, testResults } = Report.parse(
      JSON.parse(readFileSync(report, 'utf8')),
    );
    const said = testResults.flatMap(({ message, assertionResults }) => [
      message,
      ...assertionResults.flatMap(({ failureMessages = [] }) => failureMessages),
    ]);
    return { failed: numFailedTests, passed: numPassedTests, said: said.join('\n') };
  }

  /** Breaks the step, looks whether the guard sees it, and puts the source back. */
  async function suffer({ file, replace, by, guard }: Omit<Sabotage, 'name' | 'says'>): Promise<Verdict> {
    const path = join(folder, file);
    const whole = readFileSync(path, 'utf8');
    if (whole.split(replace).length !== 2) throw new Error(`${file} has not once: ${replace}`);
    writeFileSync(
      path,
      whole.replace(replace, () => by),
    );
    let half: string;
    try {
      if (guard.project === 'db') return await test(guard);
      half = await build(file);
    } finally {
      writeFileSync(path, whole);
    }
    const verdict = await test(guard);
    cpSync(join(root, 'dist', half), join(folder, 'dist', half), { recursive: true });
    return verdict;
  }

  return { test, suffer, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The test runner inside must not take itself for a part of the one outside, nor start a site that nobody looks at. */
function outerEnvironment(demoFolder: string): Record<string, string | undefined> {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|TEST$|NODE_ENV$|FIGURES$)/.test(name),
  );
  return { ...Object.fromEntries(own), DEMO_FOLDER: demoFolder, SITE: 'http://127.0.0.1:9' };
}
