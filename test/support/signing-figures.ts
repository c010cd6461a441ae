import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SigningAccount } from './signing-account.ts';
import { sufferSigningKills, sufferStepKills } from './signing-kills.ts';
import { raceForParcels, raceInPairs, raceOneSigner } from './signing-races.ts';
import { startSigningServers, type SigningServers } from './signing-servers.ts';
import { appendResults, areFiguresLong, type Figure } from './results.ts';

export type SigningSizes = {
  parcels: number;
  rivals: number;
  /** Of each way to send the same signature twenty times. */
  rounds: number;
  pairs: number;
  steps: { first: number; stride: number };
  kills: number;
  /** How long a server lives at most between two kills; a signature and a seal take about 600 ms. */
  mostAliveMs: number;
  seed: number;
};

const times = 20;
/** However busy the machine is; the long run has its own. */
const patienceMs = areFiguresLong ? 3_600_000 : 900_000;
const sound = { lost: 0, halfSigned: 0, twice: 0, broken: 0, untold: 0, tampering: null };
const complete = { ...sound, incomplete: 0 };

/** The figures of signing, as many as `sizes` says; `testFile` as of `appendResults`. Runs the built server: `npm run build` first. */
export function signingFigures(testFile: string, sizes: SigningSizes): void {
  let servers: SigningServers;
  beforeAll(async () => {
    servers = await startSigningServers(2);
  });
  afterAll(() => servers?.end());

  it(
    `${sizes.rivals} exclusive agreements sent at once for each of ${sizes.parcels} parcels: one of them is, at two servers`,
    async () => {
      const { parcels, rivals } = sizes;
      const report = await raceForParcels(servers, sizes);
      appendResults(
        testFile,
        `${rivals} exclusive agreements race for each of ${parcels} parcels, two servers`,
        [
          { name: 'sent', value: String(report.winners), goal: String(parcels) },
          {
            name: 'refused because the parcel is held',
            value: String(report.refused),
            goal: String(parcels * (rivals - 1)),
          },
          {
            name: 'parcels not held by exactly the one that was sent',
            value: String(report.misheld),
            goal: '0',
          },
          {
            name: 'refused, and with a hold, a file or another state than draft',
            value: String(report.remains),
            goal: '0',
          },
          { name: 'stood before a parcel side by side, on average', value: String(report.abreast) },
        ],
      );
      expect(report).toMatchObject({
        unexpected: [],
        winners: parcels,
        refused: parcels * (rivals - 1),
        misheld: 0,
        remains: 0,
      });
      expect(report.abreast).toBeGreaterThan(1);
    },
    patienceMs,
  );

  it(
    `${times} simultaneous signatures of one signer are one`,
    async () => {
      const report = await raceOneSigner(servers, { rounds: sizes.rounds, times });
      const { account } = report;
      appendResults(
        testFile,
        `One signer signs ${times} times at once, two servers, ${report.rounds} times`,
        [
          { name: 'signatures in files', value: String(account.signatures), goal: String(report.rounds) },
          { name: 'answers that acknowledge it (one key: also its twins)', value: String(report.signed) },
          { name: 'refused', value: String(report.refused) },
          ...figuresOf(account),
        ],
      );
      expect(report).toMatchObject({ unexpected: [], account: { ...sound, signatures: report.rounds } });
    },
    patienceMs,
  );

  it(
    `two who sign at the same moment at two servers are both in the file, ${sizes.pairs} times`,
    async () => {
      const before = await servers.database.sql`select from agreement where state = 'completed' limit 100000`;
      const report = await raceInPairs(servers, { pairs: sizes.pairs, abreast: 6 });
      const { account } = report;
      const after = await servers.database.sql`select from agreement where state = 'completed' limit 100000`;
      appendResults(testFile, `Two sign at the same moment, two servers, ${sizes.pairs} agreements`, [
        {
          name: 'complete, both in the file',
          value: String(after.length - before.length),
          goal: String(sizes.pairs),
        },
        ...figuresOf(account),
      ]);
      expect(report).toMatchObject({ unexpected: [], account: sound });
      expect(after.length - before.length).toBe(sizes.pairs);
    },
    patienceMs,
  );
}

/** A server that is killed while it signs and seals. */
export function signingKills(testFile: string, sizes: SigningSizes): void {
  let servers: SigningServers;
  beforeAll(async () => {
    servers = await startSigningServers(1);
  });
  afterAll(() => servers?.end());

  it(
    `a server that dies at a step of signing and sealing, every ${sizes.steps.stride}, leaves nothing half done`,
    async () => {
      const report = await sufferStepKills(servers, sizes.steps);
      appendResults(
        testFile,
        `Server killed (SIGKILL) before each ${sizes.steps.stride}. step of signing and sealing`,
        [
          { name: 'kills', value: String(report.kills) },
          { name: 'the last step it died at', value: String(report.steps) },
          ...Object.entries(report.kinds).map(([kind, count]) => ({
            name: `killed before: ${kind}`,
            value: String(count),
          })),
          { name: 'signatures acknowledged', value: String(report.acknowledged) },
          ...figuresOf(report.account),
        ],
      );
      expect(report).toMatchObject({ unexpected: [], account: complete });
      expect(report.kills).toBeGreaterThan(100 / sizes.steps.stride);
    },
    patienceMs,
  );

  it(
    `${sizes.kills} kills at random moments lose no signature and leave none half done (seed ${sizes.seed})`,
    async () => {
      const report = await sufferSigningKills(servers, sizes);
      appendResults(
        testFile,
        `Server killed (SIGKILL) ${sizes.kills} times while parties sign, seed ${sizes.seed}`,
        [
          { name: 'signatures acknowledged', value: String(report.acknowledged) },
          { name: 'requests without an answer', value: String(report.unknown) },
          { name: 'of them in the file', value: String(report.unanswered) },
          ...figuresOf(report.account),
        ],
      );
      expect(report).toMatchObject({ kills: sizes.kills, unexpected: [], account: complete });
      expect(report.acknowledged).toBeGreaterThan(0);
      expect(report.unknown).toBeGreaterThan(0);
    },
    patienceMs,
  );
}

function figuresOf(account: SigningAccount): Figure[] {
  const { lost, halfSigned, twice, broken, untold, tampering } = account;
  return [
    { name: 'acknowledged and not in the file', value: String(lost), goal: '0' },
    { name: 'half signed', value: String(halfSigned), goal: '0' },
    { name: 'a signature or seal twice in a file', value: String(twice), goal: '0' },
    { name: 'files whose states are not each the beginning of the next', value: String(broken), goal: '0' },
    { name: 'events and log not one for each', value: String(untold), goal: '0' },
    { name: 'breaks of the log’s chain', value: tampering === null ? '0' : '1', goal: '0' },
  ];
}
