import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { npmStart } from './npm-start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built site with the demonstration city answers; all journeys of a run share it and only read. */
    siteOrigin: string;
    /** A folder with the demonstration city that no server has open, to be copied by a site with settings of its own. */
    demoFolder: string;
  }
}

/**
 * Runs once before the journeys: the product as a person starts it, or the one that already runs at `SITE`. A demonstration
 * that was made before, at `DEMO_FOLDER`, is not made again.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-site-'));
  const made = process.env['DEMO_FOLDER'];
  const demoFolder = made ?? join(folder, 'demo');
  if (made === undefined) await (await npmStart(demoFolder)).stop();
  project.provide('demoFolder', demoFolder);
  const running = process.env['SITE'];
  const site = running === undefined ? await npmStart(copyDemo(demoFolder, join(folder, 'site'))) : null;
  project.provide('siteOrigin', site?.origin ?? new URL(running ?? '').origin);
  return async () => {
    await site?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** The demonstration city in another folder, which is quicker than to make it again. */
export function copyDemo(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  return to;
}
