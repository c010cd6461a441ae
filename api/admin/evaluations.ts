import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { batchDeadlineMs } from '../db/database.ts';
import { StartError } from '../errors.ts';
import { EvaluationCollection, evaluationInputs } from '../evaluations/schema.ts';
import { insertEvaluations } from '../evaluations/store.ts';
import { openPortal } from '../portal.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** `evaluations FILE.geojson`: brings 区域评估 with the areas they cover; public at once, all or none. */
export async function importEvaluations({ env, files }: CommandInput): Promise<CommandResult> {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new StartError('Name one file: evaluations FILE.geojson');
  const collection = parse(file, await readFile(file, 'utf8').catch(() => null));
  const portal = await openPortal(env, { join: true });
  try {
    const known = new Set(portal.city.pack.evaluations.map(({ key }) => key));
    const unknown = collection.features.find(({ properties }) => !known.has(properties.kind));
    if (unknown) {
      throw new StartError(
        `${file}: kind "${unknown.properties.kind}" is not one of ${[...known].join(', ')}.`,
      );
    }
    const inputs = evaluationInputs(collection);
    await portal.database.transaction(
      (tx) => insertEvaluations(tx, inputs, { publicFrom: new Date(), demo: false }),
      { deadlineMs: batchDeadlineMs },
    );
    return {
      ok: true,
      lines: [`${inputs.length} 项区域评估已导入。`],
      json: { ok: true, imported: inputs.length },
    };
  } finally {
    await portal.database.close();
  }
}

function parse(file: string, text: string | null): EvaluationCollection {
  if (text === null) throw new StartError(`${file} cannot be read: check the path.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new StartError(`${file} is not JSON: ${String(cause).slice(0, 200)}`, { cause });
  }
  const parsed = EvaluationCollection.safeParse(json);
  if (!parsed.success) {
    throw new StartError(
      `${file} is not a collection of evaluations in lon/lat (MultiPolygon; properties kind, reportNumber, approvedBy, ` +
        `approvedOn, validUntil): ${z.prettifyError(parsed.error).slice(0, 600)}`,
    );
  }
  return parsed.data;
}
