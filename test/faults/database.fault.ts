import { describe, expect, inject, it } from 'vitest';
import { startCluster } from '../support/cluster.ts';
import { sufferCrashes } from '../support/crashes.ts';
import { networkFaults, sufferNetworkFault } from '../support/network-faults.ts';
import { appendResults } from '../support/results.ts';
import { sufferTerminations } from '../support/terminations.ts';

const terminations = 2000;
const roundsOfEachFault = 50;
const crashes = 100;

const settledWithinMs = 5000;

describe('PostgreSQL out of order, at length', () => {
  const { clusterUrl, clusterPort } = inject('databases');
  const url = clusterUrl.replace('{database}', 'postgres');

  it(`costs nothing when ${terminations} backends are terminated in mid-transaction`, async () => {
    const report = await sufferTerminations(url, terminations);
    appendResults(import.meta.filename, 'Backends terminated in mid-transaction', [
      { name: 'terminations', value: String(report.terminations), goal: `≥ ${terminations}` },
      { name: 'process exits', value: report.exitCode === 0 ? '0' : '1', goal: '0' },
      { name: 'transactions acknowledged', value: String(report.acknowledged) },
      { name: 'transactions refused', value: String(report.refused) },
      { name: 'acknowledged but lost', value: String(report.lost), goal: '0' },
      { name: 'kept in part', value: String(report.torn), goal: '0' },
      { name: 'slowest to settle', value: `${report.slowestMs} ms`, goal: `≤ ${settledWithinMs} ms` },
    ]);
    expect(report).toMatchObject({ exitCode: 0, unexpected: [], lost: 0, torn: 0, serviceReturned: true });
    expect(report.terminations).toBeGreaterThanOrEqual(terminations);
    expect(report.slowestMs).toBeLessThan(settledWithinMs);
  });

  it.each(networkFaults)(`lets every request settle in ${roundsOfEachFault} rounds: %s`, async (fault) => {
    const report = await sufferNetworkFault(fault, { url, port: clusterPort, rounds: roundsOfEachFault });
    const slowestMs = Math.max(...report.settledMs);
    appendResults(import.meta.filename, `Network fault: ${fault}, ${roundsOfEachFault} rounds`, [
      { name: 'requests', value: String(report.settledMs.length) },
      { name: 'refused with database-unavailable', value: String(report.refused) },
      { name: 'any other failure', value: String(report.unexpected.length), goal: '0' },
      {
        name: 'p99 to settle',
        value: `${percentile(report.settledMs, 0.99)} ms`,
        goal: `≤ ${settledWithinMs} ms`,
      },
      { name: 'slowest to settle', value: `${Math.round(slowestMs)} ms`, goal: `≤ ${settledWithinMs} ms` },
      { name: 'slowest to heal', value: `${Math.round(report.healedMs)} ms`, goal: '≤ 2000 ms' },
      { name: 'connections asked for', value: String(report.connects), goal: `≤ ${60 * roundsOfEachFault}` },
      { name: 'connections asked for by nobody', value: String(report.idleConnects), goal: '0' },
    ]);
    expect(report.unexpected).toEqual([]);
    expect(slowestMs).toBeLessThan(settledWithinMs);
    expect(report.healedMs).toBeLessThan(2000);
    expect(report.connects).toBeLessThanOrEqual(60 * roundsOfEachFault);
    expect(report.idleConnects).toBe(0);
  });

  it(`loses nothing that was acknowledged in ${crashes} kills of the server`, async () => {
    const cluster = await startCluster({ durable: true });
    const report = await sufferCrashes(cluster, crashes);
    await cluster.stop();
    const slowestMs = Math.max(...report.settledMs);
    appendResults(import.meta.filename, `PostgreSQL killed (SIGKILL) ${crashes} times`, [
      { name: 'writes acknowledged', value: String(report.acknowledged) },
      { name: 'acknowledged but lost', value: String(report.lost), goal: '0' },
      { name: 'refused with database-unavailable', value: String(report.refused) },
      { name: 'slowest to settle', value: `${Math.round(slowestMs)} ms`, goal: `≤ ${settledWithinMs} ms` },
      {
        name: 'back after the server accepts',
        value: `${Math.round(report.returnedMs)} ms`,
        goal: '≤ 2000 ms',
      },
    ]);
    expect(report).toMatchObject({ lost: 0, unexpected: [] });
    expect(slowestMs).toBeLessThan(settledWithinMs);
    expect(report.returnedMs).toBeLessThan(2000);
  });
});

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
