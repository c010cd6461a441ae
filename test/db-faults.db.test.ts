import { describe, expect, inject, it } from 'vitest';
import { testDatabase } from './support/test-database.ts';
import { startCluster } from './support/cluster.ts';
import { sufferCrashes } from './support/crashes.ts';
import { networkFaults, sufferNetworkFault } from './support/network-faults.ts';
import { sufferTerminations } from './support/terminations.ts';

/*
 * The short figures; `npm run faults` has the long ones. Everything settles within five seconds, the rest of a moment
 * for the event loop of a busy machine.
 */
const settledWithinMs = 5000;

/** 4 connections, each at most once a second after its first quick tries, for less than five seconds. */
const connectsPerRound = 60;

describe('PostgreSQL out of order', () => {
  it('costs no process and no request when 100 backends are terminated in mid-transaction', async () => {
    const { config, end } = await testDatabase('postgis');
    const report = await sufferTerminations(config.databaseUrl ?? '', 100);
    expect(report).toMatchObject({ exitCode: 0, unexpected: [], lost: 0, torn: 0, serviceReturned: true });
    expect(report.terminations).toBeGreaterThanOrEqual(100);
    expect(report.acknowledged).toBeGreaterThan(0);
    expect(report.slowestMs).toBeLessThan(settledWithinMs);
    await end();
  });

  it.concurrent.each(networkFaults)('lets every request settle and heals: %s', async (fault) => {
    const { clusterPort, clusterUrl } = inject('databases');
    const url = clusterUrl.replace('{database}', 'postgres');
    const report = await sufferNetworkFault(fault, { url, port: clusterPort, rounds: 1 });
    expect(report.unexpected).toEqual([]);
    expect(Math.max(...report.settledMs)).toBeLessThan(settledWithinMs);
    expect(report.healedMs).toBeLessThan(2000);
    expect(report.connects).toBeLessThanOrEqual(connectsPerRound);
    expect(report.idleConnects).toBe(0);
    if (fault !== 'late') expect(report.refused).toBeGreaterThan(0);
  });

  it('loses nothing that was acknowledged when the server is killed', async () => {
    const cluster = await startCluster({ durable: true });
    const report = await sufferCrashes(cluster, 2);
    await cluster.stop();
    expect(report).toMatchObject({ lost: 0, unexpected: [] });
    expect(report.acknowledged).toBeGreaterThan(0);
    expect(report.refused).toBeGreaterThan(0);
    expect(Math.max(...report.settledMs)).toBeLessThan(settledWithinMs);
    expect(report.returnedMs).toBeLessThan(2000);
  });
});
