import { writeFile } from 'node:fs/promises';
import { readCity } from '../city/pack.ts';
import { spreadsheetTemplate } from '../imports/template.ts';
import { StartError } from '../errors.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** `template FILE.xlsx`: the empty spreadsheet with every column of this city. Never overwrites a file. */
export async function writeTemplate({ env, files }: CommandInput): Promise<CommandResult> {
  const [file] = files;
  if (file === undefined || files.length > 1)
    throw new StartError('Name the file to write: template FILE.xlsx');
  const { pack } = await readCity(env.citiesDir, env.city);
  const bytes = await spreadsheetTemplate(pack);
  await writeFile(file, bytes, { flag: 'wx' }).catch((cause: unknown) => {
    throw new StartError(`${file} cannot be written (it may exist already): choose another name.`, { cause });
  });
  return { ok: true, lines: [`模板已写入 ${file}。`], json: { ok: true, file } };
}
