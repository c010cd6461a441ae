import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { accountForSigning, type SigningAccount } from './signing-account.ts';
import type { SigningServers } from './signing-servers.ts';

/** Once so many stand before a parcel, or the first stood there so long, it is let go; a transaction has 4.5 s. */
const mostHeldMs = 2000;
const again = 503;

export type HoldRaceReport = {
  winners: number;
  refused: number;
  /** Parcels that are not held by exactly the one that was told so. */
  misheld: number;
  /** Of those refused: no more a draft, or with a file or a hold. */
  remains: number;
  /** How many waited at once for a parcel, on average, when it was let go. */
  abreast: number;
  unexpected: string[];
};

/**
 * Exclusive agreements that want one parcel are sent at once through two servers. The parcel's row is held until they stand
 * before it side by side, so that they do meet.
 */
export async function raceForParcels(
  { database, databaseUrl, work, post }: SigningServers,
  { parcels, rivals }: { parcels: number; rivals: number },
): Promise<HoldRaceReport> {
  const gate = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const unexpected = new Set<string>();
  const won = new Map<string, string[]>();
  const lost: string[] = [];
  let waited = 0;

  async function send(number: string, index: number): Promise<'won' | 'lost'> {
    const headers = { ...work.publisher.headers, 'Idempotency-Key': randomUUID() };
    for (;;) {
      const answer = await post(index % 2, `/api/agreements/${number}/send`, { headers });
      if (answer?.status === 204) return 'won';
      const isRefused =
        answer?.text.includes('"code":"conflict"') && answer.text.includes('已在另一份协议的招商协调中');
      if (answer?.status === 409 && isRefused) return 'lost';
      if (answer?.status !== again) {
        unexpected.add(answer?.text ?? 'no answer');
        return 'lost';
      }
    }
  }

  const waiting = async () => {
    const [row] = await database.sql<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'
        and (wait_event = 'advisory' or query like '%from parcel p%for update%')`;
    return row?.count ?? 0;
  };

  const codes = await work.publishParcels(parcels);
  for (const code of codes) {
    const numbers: string[] = [];
    for (let rival = 0; rival < rivals; rival += 1)
      numbers.push((await work.ready('framework-agreement', [code])).number);
    let settled = 0;
    const sends: Promise<['won' | 'lost', string]>[] = [];
    await gate.begin(async (tx) => {
      await tx`select from parcel where code = ${code} for update`;
      for (const [index, number] of numbers.entries())
        sends.push(
          send(number, index).then((outcome) => {
            settled += 1;
            return [outcome, number];
          }),
        );
      let firstAt = Infinity;
      for (;;) {
        const count = await waiting();
        if (count > 0) firstAt = Math.min(firstAt, performance.now());
        if (count + settled >= rivals || performance.now() - firstAt > mostHeldMs) {
          waited += count;
          break;
        }
        await wait(5);
      }
    });
    for (const [outcome, number] of await Promise.all(sends)) {
      if (outcome === 'won') won.set(code, [...(won.get(code) ?? []), number]);
      else lost.push(number);
    }
  }
  await gate.end();
  const held = await database.sql<{ code: string; numbers: string[] }[]>`
    select p.code, array_agg(a.number) as numbers
    from parcel_hold h join parcel p on p.id = h.parcel_id join agreement a on a.id = h.agreement_id
    where h.released_at is null group by p.code order by p.code limit 10000`;
  const heldBy = new Map(held.map(({ code, numbers }) => [code, numbers]));
  const [remains] = await database.sql<{ count: number }[]>`
    select count(*)::int as count from agreement a where a.number = any(${lost}) and (
      a.state <> 'draft' or exists (select from agreement_revision r where r.agreement_id = a.id)
      or exists (select from parcel_hold h where h.agreement_id = a.id))`;
  return {
    winners: [...won.values()].flat().length,
    refused: lost.length,
    misheld: codes.filter((code) => {
      const [winner, ...more] = won.get(code) ?? [];
      return winner === undefined || more.length > 0 || heldBy.get(code)?.join() !== winner;
    }).length,
    remains: remains?.count ?? -1,
    abreast: Math.round((10 * waited) / parcels) / 10,
    unexpected: [...unexpected],
  };
}

export type SameSignerReport = {
  rounds: number;
  signed: number;
  refused: number;
  account: SigningAccount;
  unexpected: string[];
};

/** One signer signs many times at the same moment, at two servers: without a key, each with a key of its own, all with one key. */
export async function raceOneSigner(
  servers: SigningServers,
  { rounds, times }: { rounds: number; times: number },
): Promise<SameSignerReport> {
  const { database, work, post } = servers;
  const unexpected = new Set<string>();
  const counts = { signed: 0, refused: 0 };
  const acknowledged = [];
  const ways = Array.from({ length: rounds }, () => [() => null, () => randomUUID(), constant(randomUUID())]);
  for (const keyOf of ways.flat()) {
    const [signer] = await work.sent();
    const { headers, body } = await work.signature(signer);
    const answers = await Promise.all(
      Array.from({ length: times }, (_, index) => {
        const key = keyOf();
        const withKey = { ...headers, ...(key !== null && { 'Idempotency-Key': key }) };
        return post(index % 2, '/api/signing/sign', { headers: withKey, body });
      }),
    );
    for (const answer of answers) {
      if (answer?.status === 200) counts.signed += 1;
      else if (answer?.status === 409) counts.refused += 1;
      else unexpected.add(answer?.text ?? 'no answer');
    }
    acknowledged.push(signer);
  }
  const account = await accountForSigning({ database, blobs: work.parts.blobs }, acknowledged);
  return { rounds: rounds * 3, ...counts, account, unexpected: [...unexpected] };
}

export type PairReport = { pairs: number; account: SigningAccount; unexpected: string[] };

/** Both sides of each agreement sign at the same moment, each at a server of his own; some agreements at once. */
export async function raceInPairs(
  servers: SigningServers,
  { pairs, abreast }: { pairs: number; abreast: number },
): Promise<PairReport> {
  const { database, work, post } = servers;
  const unexpected = new Set<string>();
  const acknowledged: Awaited<ReturnType<typeof work.sent>>[number][] = [];
  let begun = 0;

  async function signPairs(): Promise<void> {
    while (begun < pairs) {
      begun += 1;
      const signers = await work.sent();
      const bodies = [];
      for (const signer of signers) bodies.push({ signer, ...(await work.signature(signer)) });
      await Promise.all(
        bodies.map(async ({ signer, headers, body }) => {
          const answer = await post(signer.position, '/api/signing/sign', { headers, body });
          if (answer?.status === 200) acknowledged.push(signer);
          else unexpected.add(answer?.text ?? 'no answer');
        }),
      );
    }
  }

  await Promise.all(Array.from({ length: abreast }, signPairs));
  await servers.untilSealed();
  const account = await accountForSigning({ database, blobs: work.parts.blobs }, acknowledged);
  return { pairs, account, unexpected: [...unexpected] };
}

function constant<Value>(value: Value): () => Value {
  return () => value;
}
