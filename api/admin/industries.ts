import { IndustryTableError, readIndustries } from '../city/industries.ts';
import { listIndustries, writeIndustries } from '../city/store.ts';
import { batchDeadlineMs } from '../db/database.ts';
import { StartError } from '../errors.ts';
import { openPortal } from '../portal.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** `industries FILE`: loads four-digit classes (or corrected names) from the standard's own table. */
export async function loadIndustries({ env, files }: CommandInput): Promise<CommandResult> {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new StartError('Name one file: industries FILE.csv');
  const portal = await openPortal(env, { join: true });
  try {
    const known = await listIndustries(portal.database.sql);
    const industries = await readIndustries(file, known).catch((cause: unknown) => {
      if (cause instanceof IndustryTableError)
        throw new StartError(`${file} was not loaded:\n${cause.message}`, { cause });
      throw new StartError(`${file} cannot be read: ${String(cause).slice(0, 300)}`, { cause });
    });
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
