import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { npmStart } from './npm-start.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built site with the demonstration city answers; all journeys of a run share it and only read. */
    siteOrigin: string;
  }
}

/** Runs once before the journeys: the product as a person starts it, or the one that already runs at `SITE`. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const running = process.env['SITE'];
  if (running !== undefined) {
    project.provide('siteOrigin', new URL(running).origin);
    return undefined;
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-site-'));
  const site = await npmStart(dataDir);
  project.provide('siteOrigin', site.origin);
  return async () => {
    await site.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
