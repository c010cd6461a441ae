import { z } from 'zod';
import { AppError } from '../errors.ts';
import { askProcess } from '../processes/ask.ts';
import type { FileSignature } from '../signatures/file-signatures.ts';
import type { LongTermData } from '../signatures/long-term-data.ts';
import type { ExamineInput } from './examine-worker.ts';

const limits = { timeLimitMs: 15_000, memoryLimitMb: 512 } as const;

const Examined = z.union([
  z.object({
    signatures: z.array(z.custom<FileSignature>()),
    longTerm: z.custom<LongTermData>().nullable(),
    names: z.array(z.string()),
  }),
  z.object({ unreadable: z.literal(true) }),
]);

/**
 * What stands in a file, read in a process of its own. `unreadable`: what no PDF reader takes. `too-heavy`: what takes longer or
 * more memory than a file from anywhere is given here.
 */
export async function examine(bytes: Uint8Array, roots: Uint8Array[], signal: AbortSignal) {
  const input: ExamineInput = { bytes, roots };
  const cancelled = '查验已取消。';
  const outcome = await askProcess({
    program: 'agreements/examine-worker',
    input,
    ...limits,
    signal,
    cancelled,
  });
  if (outcome.kind !== 'answered') return 'too-heavy' as const;
  const answer = Examined.safeParse(outcome.answer);
  if (!answer.success) throw new AppError('internal', { cause: answer.error });
  return 'unreadable' in answer.data ? ('unreadable' as const) : answer.data;
}
