import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../api/db/database.ts';
import type { Cluster } from './cluster.ts';
import { isUnavailable } from './network-faults.ts';

export type CrashReport = {
  acknowledged: number;
  /** Acknowledged writes that are not there afterwards. */
  lost: number;
  refused: number;
  unexpected: string[];
  settledMs: number[];
  /** From the moment the server accepts connections again to the portal's first answer, the worst of all crashes. */
  returnedMs: number;
};

const writers = 8;

/** Writes without a pause while the whole server is killed (SIGKILL) and started again, `crashes` times. */
export async function sufferCrashes(cluster: Cluster, crashes: number): Promise<CrashReport> {
  const database = await openDatabase({
    databaseUrl: cluster.url('postgres'),
    dataDir: '',
    poolSize: writers,
  });
  const report: CrashReport = {
    acknowledged: 0,
    lost: 0,
    refused: 0,
    unexpected: [],
    settledMs: [],
    returnedMs: 0,
  };
  const acknowledged: number[] = [];
  let next = 0;
  let isOver = false;
  await database.sql`create table if not exists promise (n integer primary key)`;
  await database.sql`truncate promise`;

  async function write(): Promise<void> {
    while (!isOver) {
      const n = next++;
      const startedAt = performance.now();
      try {
        await database.transaction((tx) => tx`insert into promise values (${n})`);
        acknowledged.push(n);
      } catch (error) {
        report.refused += 1;
        if (!isUnavailable(error)) report.unexpected.push(String(error));
        await wait(10);
      }
      report.settledMs.push(performance.now() - startedAt);
    }
  }

  const writing = Array.from({ length: writers }, write);
  for (let crash = 0; crash < crashes; crash += 1) {
    await wait(100 + Math.random() * 300);
    await cluster.crash();
    await cluster.start();
    const startedAt = performance.now();
    const before = acknowledged.length;
    while (acknowledged.length === before) await wait(5);
    report.returnedMs = Math.max(report.returnedMs, performance.now() - startedAt);
  }
  isOver = true;
  await Promise.all(writing);
  const kept = new Set(
    (await database.sql<{ n: number }[]>`select n from promise order by n`).map(({ n }) => n),
  );
  await database.close();
  return {
    ...report,
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((n) => !kept.has(n)).length,
  };
}
