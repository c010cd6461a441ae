/**
 * Makes the demonstration city's survey files and park plans from the hand-written inputs in `data/demo/inputs/`:
 *
 *   npx tsx scripts/make-demo.ts [FOLDER]
 *
 * The same inputs give the same bytes. Everything in the files is invented; see data/README.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { demonstrationFiles } from './demo/demonstration-files.ts';

const [folder = 'data'] = process.argv.slice(2);
for (const [path, bytes] of await demonstrationFiles()) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}
