import { parentPort, workerData } from 'node:worker_threads';
import type { BatchOptions } from './batch.ts';
import { readBatch } from './batch.ts';
import type { InputFile } from './batch-files.ts';

/** What the parent hands over; it is our own code on both sides of the thread. */
export type WorkerInput = { files: InputFile[]; options: BatchOptions };

const { files, options }: WorkerInput = workerData;
parentPort?.postMessage(await readBatch(files, options));
