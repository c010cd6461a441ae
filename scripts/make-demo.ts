/**
 * Makes the demonstration city's files in `data/demo/` from the hand-written inputs in `data/demo/inputs/`:
 *
 *   npx tsx scripts/make-demo.ts [FOLDER]
 *
 * The same inputs give the same bytes. Everything in the files is invented; see data/README.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { demonstrationFiles } from './demo/demonstration-files.ts';

const [folder = 'data/demo'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [name, bytes] of await demonstrationFiles()) writeFileSync(`${folder}/${name}`, bytes);
