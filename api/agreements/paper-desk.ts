import type { SigningMaterial } from '../signatures/trust.ts';
import type { PaperTasks } from './paper-tasks.ts';
import { openPaperThread } from './paper-thread.ts';

/** Papers are drawn and signed beside the requests, one after another. */
export type PaperDesk = PaperTasks & { close(): Promise<void> };

/** One thread draws and signs, another reads what is verified: whoever asks for that, and how often, no signature waits for it. */
export function openPaperDesk(material: SigningMaterial): PaperDesk {
  const drawing = openPaperThread(material);
  const reading = openPaperThread(material);
  return {
    draw: (...input) => drawing.ask('draw', input),
    certify: (...input) => drawing.ask('certify', input),
    proof: (...input) => drawing.ask('proof', input),
    sign: (...input) => drawing.ask('sign', input),
    archive: (...input) => drawing.ask('archive', input),
    facts: (...input) => reading.ask('facts', input),
    async close() {
      await Promise.all([drawing.close(), reading.close()]);
    },
  };
}
