import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../api/db/database.ts';
import type { Database } from '../../api/db/database.ts';
import { AppError } from '../../api/errors.ts';
import { startProxy } from './proxy.ts';
import type { Proxy } from './proxy.ts';

/** What goes wrong between the portal and PostgreSQL while requests are on their way. */
export const networkFaults = [
  'half-open',
  'late',
  'closed-at-connect',
  'reset-at-connect',
  'closed-in-flight',
  'reset-in-flight',
  'dropped-in-flight',
] as const;
export type NetworkFault = (typeof networkFaults)[number];

export type FaultReport = {
  /** Milliseconds that each request took to settle, in any way. */
  settledMs: number[];
  refused: number;
  /** Ways to settle that are neither an answer nor `database-unavailable`. */
  unexpected: string[];
  /** Connections that were asked for while the fault lasted. */
  connects: number;
  /** Connections asked for in the half second after the last request had settled: nobody needs any. */
  idleConnects: number;
  /** Milliseconds from the end of the fault to the first answer, the worst of all rounds. */
  healedMs: number;
};

const requestsPerRound = 40;
const healDeadlineMs = 5000;

/** Repeats one fault under requests through a proxy. `url` names the database; the proxy stands before its port. */
export async function sufferNetworkFault(
  fault: NetworkFault,
  { url, port, rounds }: { url: string; port: number; rounds: number },
): Promise<FaultReport> {
  const proxy = await startProxy(port);
  const database = await openDatabase({
    databaseUrl: url.replace(`:${port}/`, `:${proxy.port}/`),
    dataDir: '',
    poolSize: 4,
  });
  const report: FaultReport = {
    settledMs: [],
    refused: 0,
    unexpected: [],
    connects: 0,
    idleConnects: 0,
    healedMs: 0,
  };
  try {
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all(Array.from({ length: 8 }, () => database.sql`select 1`));
      await sufferOnce({ fault, proxy, database }, report);
    }
  } finally {
    await database.close();
    await proxy.close();
  }
  return report;
}

type Scene = { fault: NetworkFault; proxy: Proxy; database: Database };

async function sufferOnce({ fault, proxy, database }: Scene, report: FaultReport): Promise<void> {
  const connectsBefore = proxy.connects;
  begin(fault, proxy);
  const requests = Array.from({ length: requestsPerRound }, (_, index) => settle(database, index, report));
  if (fault.endsWith('in-flight')) await wait(Math.random() * 20).then(() => strike(fault, proxy));
  await Promise.all(requests);
  // A connection that was asked for at the last moment is on its way still.
  await wait(50);
  const connectsAfter = proxy.connects;
  await wait(500);
  report.connects += connectsAfter - connectsBefore;
  report.idleConnects += proxy.connects - connectsAfter;
  proxy.setMode('pass');
  const healedAt = performance.now();
  while (!(await answers(database)) && performance.now() - healedAt < healDeadlineMs) await wait(20);
  report.healedMs = Math.max(report.healedMs, performance.now() - healedAt);
}

function begin(fault: NetworkFault, proxy: Proxy): void {
  if (fault === 'half-open') proxy.setMode('blackhole');
  if (fault === 'late') proxy.setMode('latency', 300);
  if (fault === 'closed-at-connect') proxy.setMode('fin');
  if (fault === 'reset-at-connect') proxy.setMode('rst');
  if (fault.endsWith('at-connect')) proxy.endAll('drop');
}

function strike(fault: NetworkFault, proxy: Proxy): void {
  proxy.endAll(fault === 'closed-in-flight' ? 'fin' : fault === 'reset-in-flight' ? 'rst' : 'drop');
}

async function settle(database: Database, index: number, report: FaultReport): Promise<void> {
  const startedAt = performance.now();
  try {
    await (index % 2 === 0 ? database.sql`select pg_sleep(0.01)` : inTransaction(database));
  } catch (error) {
    report.refused += 1;
    if (!isUnavailable(error)) report.unexpected.push(String(error));
  }
  report.settledMs.push(performance.now() - startedAt);
}

/** Several queries at once, which the driver queues for the one connection of the transaction. */
async function inTransaction(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await Promise.all([tx`select pg_sleep(0.005)`, tx`select 1`, tx`select 2`]);
  });
}

async function answers(database: Database): Promise<boolean> {
  return await database.sql`select 1`.then(
    () => true,
    () => false,
  );
}

export function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'database-unavailable';
}
