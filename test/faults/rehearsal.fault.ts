import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { rehearseEvent } from '../../api/admin/event.ts';
import { offerShippedTemplates } from '../../api/agreements/offer-templates.ts';
import { loadDemonstrationEvent } from '../../api/demonstration/event.ts';
import { loadDemonstration } from '../../api/demonstration/load.ts';
import { approveDemonstrationTemplates } from '../../api/demonstration/templates.ts';
import { readEnv } from '../../api/env.ts';
import { openPortal } from '../../api/portal.ts';
import { appendResults } from '../support/results.ts';

it('rehearses the demonstration event whole, twenty projects and three of people signed, and comes to its figures', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-rehearsal-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const env = readEnv({ DATA_DIR: dataDir, DEMO: '1' });
  const { database, city } = await openPortal(env);
  const now = new Date();
  await loadDemonstration(database, { city, env, now });
  await loadDemonstrationEvent(database, { city, env, now });
  await offerShippedTemplates(database, now);
  await approveDemonstrationTemplates(database, now);
  await database.close();

  const begun = performance.now();
  const options = { crs: null, draft: false, dryRun: false };
  const { ok, lines } = await rehearseEvent({ env, files: ['jinhua-2020'], options });
  const seconds = (performance.now() - begun) / 1000;
  appendResults(import.meta.filename, 'The demonstration event, rehearsed by programs', [
    { name: 'seconds', value: seconds.toFixed(0) },
    { name: 'comes to', value: lines.at(-1) ?? '' },
  ]);
  expect([ok, lines]).toEqual([
    true,
    ['地块 29 宗 · 面积 3,261 亩 · 签约项目 20 个 · 金额 471.6 亿元 · 人才（团队）33 · 招才项目 3'],
  ]);
}, 900_000);
