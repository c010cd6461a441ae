import { z } from 'zod';
import { AppError } from '../errors.ts';
import { askProcess } from '../processes/ask.ts';
import type { Batch, BatchOptions } from './batch.ts';
import { batchLimits } from './batch.ts';
import type { InputFile } from './batch-files.ts';
import type { Outlines } from './read-outlines.ts';
import type { Finding } from './schema.ts';
import type { WorkerInput } from './worker.ts';

export type ReadInWorkerOptions = BatchOptions & {
  signal?: AbortSignal | undefined;
  timeLimitMs?: number | undefined;
  memoryLimitMb?: number | undefined;
};

const defaults = { timeLimitMs: 10_000, memoryLimitMb: 512 } as const;

/** What was read has been checked by the worker with the schema; repeating it here would hold up every other request. */
const Failure = z.object({ failure: z.string() });
const BatchAnswer = z.union([z.object({ batch: z.custom<Batch>(holds('drafts')) }), Failure]);
const OutlinesAnswer = z.union([z.object({ outlines: z.custom<Outlines>(holds('outlines')) }), Failure]);

function holds(list: string) {
  const known = z.object({ [list]: z.array(z.unknown()), findings: z.array(z.unknown()) });
  return (value: unknown): boolean => known.safeParse(value).success;
}

/**
 * `readBatch` in a process of its own, with a limit on memory and time. Running out of either is a finding, since it is the files
 * that have to change.
 * @throws AppError `shutting-down` when `signal` is aborted, `internal` when the worker fails for another reason.
 */
export async function readFilesInWorker(
  files: readonly InputFile[],
  options: ReadInWorkerOptions,
): Promise<Batch> {
  const asked = await askReader(files, { ...options, wanted: 'batch' });
  if ('finding' in asked) return { drafts: [], findings: [asked.finding] };
  const answer = BatchAnswer.parse(asked.answer);
  if ('failure' in answer) throw new AppError('internal', { cause: answer.failure });
  return answer.batch;
}

/** `readOutlines` in the same way. */
export async function readOutlinesInWorker(
  files: readonly InputFile[],
  options: ReadInWorkerOptions,
): Promise<Outlines> {
  const asked = await askReader(files, { ...options, wanted: 'outlines' });
  if ('finding' in asked) return { outlines: [], findings: [asked.finding] };
  const answer = OutlinesAnswer.parse(asked.answer);
  if ('failure' in answer) throw new AppError('internal', { cause: answer.failure });
  return answer.outlines;
}

type Asking = ReadInWorkerOptions & Pick<WorkerInput, 'wanted'>;

async function askReader(
  files: readonly InputFile[],
  {
    signal,
    timeLimitMs = defaults.timeLimitMs,
    memoryLimitMb = defaults.memoryLimitMb,
    wanted,
    ...options
  }: Asking,
): Promise<{ answer: unknown } | { finding: Finding }> {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  // The worker gets a copy of the bytes; what is too large is refused before copying.
  if (bytes > batchLimits.bytes) return { finding: outOf('batch-too-large', '文件总量超过上限') };
  const input: WorkerInput = { files: [...files], options, wanted };
  const outcome = await askProcess({
    program: 'imports/worker',
    input,
    timeLimitMs,
    memoryLimitMb,
    signal,
    cancelled: '导入已取消 · Import cancelled',
  });
  if (outcome.kind === 'out-of-time')
    return { finding: outOf('import-too-slow', `处理超过 ${timeLimitMs / 1000} 秒`) };
  if (outcome.kind === 'out-of-memory') return { finding: outOf('import-too-large', '处理所需内存超过上限') };
  return { answer: outcome.answer };
}

function outOf(rule: string, cause: string): Finding {
  return {
    rule,
    severity: 'error',
    message: `${cause}，已停止，未写入任何内容。`,
    remedy: '请减少文件数量或抽稀界址点，分批提交。',
  };
}
