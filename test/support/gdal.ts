import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { InputFile } from '../../api/imports/batch-files.ts';

const run = promisify(execFile);

/** Runs ogr2ogr on one input text and gives back all files that it wrote: what other people's software makes of data. */
export async function ogr2ogr(
  input: { name: string; text: string },
  output: string,
  options: readonly string[],
): Promise<InputFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'zhaotu-gdal-'));
  try {
    await writeFile(join(folder, input.name), input.text);
    await run('ogr2ogr', [...options, join(folder, output), join(folder, input.name)]).catch(
      (cause: unknown) => {
        throw new Error('ogr2ogr is needed for this test: install gdal-bin (npm test does so on Debian).', {
          cause,
        });
      },
    );
    const names = (await readdir(folder)).filter((name) => name !== input.name);
    return await Promise.all(
      names.map(async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) })),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
