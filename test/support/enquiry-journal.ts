import { appendFileSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a client knows of one question: what it meant to send, and how that ended for it. */
const Line = z.discriminatedUnion('what', [
  z.object({ what: z.literal('intent'), key: z.string(), words: z.string() }),
  z.object({ what: z.literal('acknowledged'), key: z.string(), number: z.string() }),
  z.object({ what: z.literal('refused'), key: z.string(), status: z.number() }),
  /** No answer, or none that says whether it was done: sent again with its key. */
  z.object({ what: z.literal('unknown'), key: z.string() }),
]);
export type JournalLine = z.infer<typeof Line>;

/** A journal of the client's own, written before it sends and after it has a whole answer. */
export function openJournal(path: string) {
  return {
    write(line: JournalLine): void {
      appendFileSync(path, `${JSON.stringify(line)}\n`);
    },
    read(): JournalLine[] {
      return readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => Line.parse(JSON.parse(line)));
    },
  };
}
