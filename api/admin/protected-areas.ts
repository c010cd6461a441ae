import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ProtectedCollection, protectedKinds, type ProtectedKind } from '../checks/protected.ts';
import { replaceProtectedAreas } from '../checks/protected-store.ts';
import { batchDeadlineMs } from '../db/database.ts';
import { StartError } from '../errors.ts';
import { openPortal } from '../portal.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/**
 * `protected-areas FILE.geojson [--kind …]`: replaces one layer of 永久基本农田 or 生态保护红线, or both. Neither the answer
 * nor a refusal tells anything of the file but how many areas it holds.
 */
export async function importProtectedAreas({ env, files, options }: CommandInput): Promise<CommandResult> {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new StartError(
      'Name one file: protected-areas FILE.geojson [--kind basic-farmland|ecological-redline]',
    );
  }
  const kind = kindOf(options.kind ?? null);
  const areas = parse(file, await readFile(file, 'utf8').catch(() => null), kind);
  const portal = await openPortal(env, { join: true });
  try {
    const kinds = kind === null ? [...protectedKinds] : [kind];
    await portal.database.transaction((tx) => replaceProtectedAreas(tx, { kinds, areas, at: new Date() }), {
      deadlineMs: batchDeadlineMs,
    });
    return {
      ok: true,
      lines: [`保护范围已替换：${areas.length} 片。`],
      json: { ok: true, imported: areas.length },
    };
  } finally {
    await portal.database.close();
  }
}

function kindOf(written: string | null): ProtectedKind | null {
  if (written === null) return null;
  const kind = protectedKinds.find((known) => known === written);
  if (kind === undefined) throw new StartError(`--kind is one of ${protectedKinds.join(', ')}.`);
  return kind;
}

function parse(file: string, text: string | null, kind: ProtectedKind | null) {
  if (text === null) throw new StartError(`${file} cannot be read: check the path.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StartError(`${file} is not JSON.`);
  }
  const parsed = ProtectedCollection.safeParse(json);
  if (!parsed.success) {
    const places = parsed.error.issues.slice(0, 5).map(({ path }) => z.core.toDotPath(path));
    throw new StartError(
      `${file} is not a FeatureCollection of polygons in lon/lat (EPSG:4490): see ${places.join(', ')}.`,
    );
  }
  return parsed.data.features.map(({ geometry, properties }, index) => {
    const own = kind ?? properties?.kind;
    if (own === undefined)
      throw new StartError(
        `${file}: feature ${index + 1} has no property kind; say --kind for the whole file.`,
      );
    return { kind: own, geometry };
  });
}
