import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { npmStart } from '../support/npm-start.ts';
import { appendResults } from '../support/results.ts';
import { copyProduct } from '../support/sabotage.ts';
import { sabotages } from '../support/sabotages.ts';

const folder = mkdtempSync(join(tmpdir(), 'zhaotu-sabotage-demo-'));
const demoFolder = join(folder, 'demo');
let product: ReturnType<typeof copyProduct>;
const seen: { name: string; value: string; goal: string }[] = [];

beforeAll(async () => {
  await (await npmStart(demoFolder)).stop();
  product = copyProduct(demoFolder);
});
afterAll(() => {
  product.remove();
  rmSync(folder, { recursive: true, force: true });
  appendResults(import.meta.filename, 'Sabotage of each step from the survey file to the recall', seen);
});

it('every guard is green on the product as it is', async () => {
  const guards = new Map(sabotages.map(({ guard }) => [guard.file, guard]));
  for (const [name, guard] of guards) {
    const { failed, passed, said } = await product.test(guard);
    expect([name, failed, passed > 0, said.trim()]).toEqual([name, 0, true, '']);
    seen.push({ name: `${guard.file}, nothing broken`, value: 'green', goal: 'green' });
  }
});

it.each(sabotages)('$name: the guard goes red, and says where', async ({ name, says, ...sabotage }) => {
  const { failed, said } = await product.suffer(sabotage);
  seen.push({ name, value: failed > 0 && says.test(said) ? 'red' : 'not seen', goal: 'red' });
  expect(failed, said).toBeGreaterThan(0);
  expect(said).toMatch(says);
});
