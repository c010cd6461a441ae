import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { accountForSigning, type SigningAccount } from './signing-account.ts';
import type { SigningServers } from './signing-servers.ts';
import type { AskedSigner } from './signing-work.ts';

export type StepKillReport = {
  kills: number;
  /** Steps of the signature and the sealing together. */
  steps: number;
  /** What was about to be done when it died, by kind. */
  kinds: Record<string, number>;
  acknowledged: number;
  account: SigningAccount;
  unexpected: string[];
};

type Outcome = 'signed' | 'signed-before' | 'unknown' | { unexpected: string };

/**
 * The last signer of an agreement signs while the server dies at the k-th step of signing and sealing, for k = `first`,
 * `first + stride`, … until it lives through all. After each death: started again, the clock set on beyond the lease, he signs
 * if he has not, and it is sealed.
 */
export async function sufferStepKills(
  servers: SigningServers,
  { first, stride }: { first: number; stride: number },
): Promise<StepKillReport> {
  const { database, work, killedAt, server, post } = servers;
  const unexpected = new Set<string>();
  const acknowledged: AskedSigner[] = [];
  const sign = signer(servers, acknowledged);
  let kills = 0;

  /** Another request ends the counting; without an answer the server died before. */
  async function isOutOfDanger(): Promise<boolean> {
    const answer = await post(0, '/api/signing/exchange', { headers: {} });
    while (answer === null && server(0).isAlive) await wait(10);
    return answer !== null;
  }

  for (let k = first, lived = 0; lived < 2 && unexpected.size === 0; k += stride) {
    const [one, other] = await work.sent();
    const before = await sign(one);
    const outcome = await sign(other, { 'x-killed-at-step': String(k) });
    if (before !== 'signed' || typeof outcome === 'object') {
      unexpected.add(`step ${k}: ${JSON.stringify({ before, outcome })}`);
      break;
    }
    while (server(0).isAlive && (await servers.state(other)) !== 'completed') await wait(10);
    if (await isOutOfDanger()) {
      lived += 1;
      continue;
    }
    lived = 0;
    kills += 1;
    await servers.restart(0);
    const after = await sign(other);
    const wasSigned = outcome === 'signed' || after === 'signed-before';
    if (typeof after === 'object' || (after === 'signed') === wasSigned)
      unexpected.add(`step ${k}: ${JSON.stringify({ outcome, after })}`);
    while ((await servers.state(other)) !== 'completed') await wait(10);
  }
  const lines = kills === 0 ? [] : readFileSync(killedAt, 'utf8').split('\n').filter(Boolean);
  const labels = lines.map((line) => line.split('\t')[1]?.split(':')[0] ?? '');
  return {
    kills,
    steps: Math.max(0, ...lines.map((line) => Number(line.split('\t')[0]))),
    kinds: Object.fromEntries(
      [...new Set(labels)].map((kind) => [kind, labels.filter((one) => one === kind).length]),
    ),
    acknowledged: acknowledged.length,
    account: await accountForSigning({ database, blobs: work.parts.blobs }, acknowledged),
    unexpected: [...unexpected],
  };
}

export type RandomKillReport = {
  kills: number;
  seed: number;
  acknowledged: number;
  /** Signatures without an answer that were in the file. */
  unanswered: number;
  unknown: number;
  account: SigningAccount;
  unexpected: string[];
};

const writers = 4;

/** Parties sign without a pause while the server is killed at moments that follow from `seed`, and started again. */
export async function sufferSigningKills(
  servers: SigningServers,
  { kills, seed, mostAliveMs }: { kills: number; seed: number; mostAliveMs: number },
): Promise<RandomKillReport> {
  const { database, work, server } = servers;
  const unexpected = new Set<string>();
  const acknowledged: AskedSigner[] = [];
  const sign = signer(servers, acknowledged);
  const chance = chanceOf(seed);
  const counts = { unanswered: 0, unknown: 0 };
  let isOver = false;

  async function signOn(): Promise<void> {
    while (!isOver && unexpected.size === 0)
      for (const asked of await work.sent()) await signUntilKnown(asked);
  }

  async function signUntilKnown(asked: AskedSigner): Promise<void> {
    for (let tries = 0; unexpected.size === 0; tries += 1) {
      const outcome = await sign(asked);
      if (outcome === 'signed') return;
      if (outcome === 'signed-before' && tries > 0) {
        counts.unanswered += 1;
        return;
      }
      if (outcome !== 'unknown') unexpected.add(JSON.stringify(outcome));
      counts.unknown += 1;
      await wait(20);
    }
  }

  const writing = Promise.all(Array.from({ length: writers }, signOn));
  let done = 0;
  while (done < kills && unexpected.size === 0) {
    await wait(chance() * mostAliveMs);
    await server(0).kill();
    done += 1;
    await servers.restart(0);
  }
  isOver = true;
  await writing;
  await servers.untilSealed();
  const account = await accountForSigning({ database, blobs: work.parts.blobs }, acknowledged);
  return {
    kills: done,
    seed,
    acknowledged: acknowledged.length,
    ...counts,
    account,
    unexpected: [...unexpected],
  };
}

/** Signs once, by a fresh session and code, and notes what was acknowledged. */
function signer({ work, post }: SigningServers, acknowledged: AskedSigner[]) {
  return async (asked: AskedSigner, header: object = {}): Promise<Outcome> => {
    const { headers, body } = await work.signature(asked);
    const answer = await post(0, '/api/signing/sign', { headers: { ...headers, ...header }, body });
    if (answer === null || answer.status === 503) return 'unknown';
    if (answer.status === 200) {
      acknowledged.push(asked);
      return 'signed';
    }
    if (answer.status === 409 && answer.text.includes('这一位已经办过')) return 'signed-before';
    // Once both have signed it is sealed, and nobody signs.
    if (answer.status === 409 && answer.text.includes('协议现在的状态不能这样办')) return 'signed-before';
    return { unexpected: `${answer.status} ${answer.text}` };
  };
}

/** Numbers in [0, 1), always the same for the same seed (mulberry32). */
function chanceOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
