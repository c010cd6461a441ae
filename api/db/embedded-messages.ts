import { z } from 'zod';

/** What the embedded database's thread is started with. */
export const EmbeddedWorkerData = z.object({
  /** PostgreSQL's data folder. */
  folder: z.string(),
  socketPath: z.string(),
});
export type EmbeddedWorkerData = z.infer<typeof EmbeddedWorkerData>;
