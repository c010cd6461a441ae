import { readIndustries } from '../city/industries.ts';
import { batchDeadlineMs } from '../db/database.ts';
import { writeIndustries } from '../city/store.ts';
import { openPortal, StartError } from '../portal.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** `industries FILE`: loads four-digit classes (or corrected names) from the standard's own table. */
export async function loadIndustries({ env, files }: CommandInput): Promise<CommandResult> {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new StartError('Name one file: industries FILE.csv');
  const industries = await readIndustries(file).catch((cause: unknown) => {
    throw new StartError(
      `${file} is not a table with the columns code, parent, name_zh, name_en: ${String(cause).slice(0, 300)}`,
      { cause },
    );
  });
  const portal = await openPortal(env, { join: true });
  try {
    const inOrder = industries.toSorted(
      (a, b) => a.code.length - b.code.length || a.code.localeCompare(b.code),
    );
    await portal.database.transaction((tx) => writeIndustries(tx, inOrder), { deadlineMs: batchDeadlineMs });
    return {
      ok: true,
      lines: [`${industries.length} 个行业已载入。`],
      json: { ok: true, loaded: industries.length },
    };
  } finally {
    await portal.database.close();
  }
}
