import { z } from 'zod';
import { AppError } from '../errors.ts';
import { askProcess } from '../processes/ask.ts';
import type { Examined } from './examine.ts';
import { attachmentMediaTypes, attachmentRefusals } from './terms.ts';
import type { WorkerInput } from './worker.ts';

const limits = { timeLimitMs: 10_000, memoryLimitMb: 256 } as const;

const Answer = z.union([
  z.object({
    examined: z.discriminatedUnion('ok', [
      z.object({
        ok: z.literal(true),
        mediaType: z.enum(attachmentMediaTypes),
        bytes: z.instanceof(Uint8Array),
      }),
      z.object({ ok: z.literal(false), refusal: z.enum(attachmentRefusals) }),
    ]),
  }),
  z.object({ failure: z.string() }),
]);

/**
 * `examineFile` in a process of its own, with a limit on memory and time; running out of either is the file's fault.
 * @throws AppError `shutting-down` when `signal` is aborted, `internal` when the program fails.
 */
export async function examineInProcess(
  bytes: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Examined> {
  const input: WorkerInput = { bytes };
  const cancelled = '上传已取消 · Upload cancelled';
  const outcome = await askProcess({ program: 'attachments/worker', input, ...limits, signal, cancelled });
  if (outcome.kind === 'out-of-time') return { ok: false, refusal: 'too-slow' };
  if (outcome.kind === 'out-of-memory') return { ok: false, refusal: 'too-large-inside' };
  const answer = Answer.parse(outcome.answer);
  if ('failure' in answer) throw new AppError('internal', { cause: answer.failure });
  return answer.examined;
}
