import { z } from 'zod';
import { startChild } from './child.ts';

/** What the program `termination-load.ts` prints, and how it ended. */
const TerminationReport = z.object({
  terminations: z.int(),
  acknowledged: z.int(),
  refused: z.int(),
  unexpected: z.array(z.string()),
  slowestMs: z.number(),
  /** Acknowledged transactions that are not there as a whole. */
  lost: z.int(),
  /** Transactions of which only a part is there. */
  torn: z.int(),
  serviceReturned: z.boolean(),
});

/** Runs transactions in a process of their own while backends are terminated; throws when that process dies. */
export async function sufferTerminations(url: string, terminations: number) {
  const child = startChild('termination-load.ts', [url, String(terminations)]);
  const report = TerminationReport.parse(JSON.parse(await child.line()));
  return { ...report, exitCode: await child.finish() };
}
