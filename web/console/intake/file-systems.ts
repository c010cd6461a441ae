import type { Intake } from '../../../api/intakes/schema.ts';

export type FileSystem = { file: string; crs: string; guessed: boolean; parcels: number };

/** In which system each file was read, in the order of the rows. One file has one system. */
export function fileSystems({ rows }: Pick<Intake, 'rows'>): FileSystem[] {
  const systems = new Map<string, FileSystem>();
  for (const { drawnIn } of rows) {
    if (drawnIn === undefined) continue;
    const known = systems.get(drawnIn.file);
    systems.set(drawnIn.file, { ...drawnIn, parcels: (known?.parcels ?? 0) + 1 });
  }
  return [...systems.values()];
}
