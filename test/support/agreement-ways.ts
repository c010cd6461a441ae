import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { sealOne } from '../../api/agreements/seal.ts';
import { sign } from '../../api/agreements/sign.ts';
import { declineAs } from '../../api/agreements/signer-acts.ts';
import { expireOne, extendOne } from '../../api/agreements/running-acts.ts';
import { makeVoidOf } from '../../api/agreements/staff-acts.ts';
import { consentVersion } from '../../api/agreements/consent.ts';
import type { Database } from '../../api/db/database.ts';
import { AppError } from '../../api/errors.ts';
import { offerTemplates } from '../../api/agreements/template-store.ts';
import { readTemplates } from '../../api/agreements/templates.ts';
import { prepareCity, readJinhua } from './parcels.ts';
import { openSigningWork, type AskedSigner } from './signing-work.ts';
import { tickingClock } from './ticking-clock.ts';

const person = { role: 'signer', group: 1 } as const;
/** Three parties: two side by side, the third after both. */
const parties = [
  { ...person, name: '林国栋', organisation: '宁波某汽车零部件有限公司', email: 'lin@company.test' },
  { ...person, name: '陈立', organisation: '武义县招商投资促进中心', email: 'chen@city.test' },
  { ...person, name: '周敏', organisation: '某产业园区管理委员会', email: 'zhou@park.test', group: 2 },
];

const dayMs = 86_400_000;
const acts = ['sign', 'seal', 'outage', 'decline', 'void', 'expire', 'extend', 'rival'] as const;
const oneAct = fc.record({
  // Mostly what people want, so that many ways lead to the end.
  act: fc.oneof(
    { weight: 14, arbitrary: fc.constant('sign' as const) },
    { weight: 5, arbitrary: fc.constantFrom('seal' as const, 'outage' as const) },
    { weight: 4, arbitrary: fc.constantFrom(...acts) },
  ),
  position: fc.integer({ min: 0, max: 2 }),
});
type Act = { act: (typeof acts)[number]; position: number };

type Row = { state: string; signed: number; files: string[]; isHeld: boolean };
export type Ways = { ways: number; done: number; refused: number; ends: Record<string, number> };

const over = ['declined', 'voided', 'expired'];
const sealedFiles = ['base', 'signature', 'signature', 'signature', 'seal', 'archive'];

/**
 * An exclusive agreement of three parties in two turns goes so many ways, each drawn at random by its seed: they sign, decline,
 * make it void, let it expire, put it off, seal it, seal it while the last timestamp cannot be had, and a rival wants the parcel.
 * What is in the tables after each act is judged, not what the rules say of themselves.
 */
export async function goWays(
  database: Database,
  { runs, seed }: { runs: number; seed: number },
): Promise<Ways> {
  const { sql } = database;
  const clock = tickingClock();
  await prepareCity(database, await readJinhua());
  const templates = await readTemplates('data/agreements');
  await database.transaction((tx) => offerTemplates(tx, templates, clock.now()));
  const blobFolder = mkdtempSync(join(tmpdir(), 'zhaotu-ways-'));
  const work = await openSigningWork(database, { blobFolder, now: clock.now });
  const { parts, publisher } = work;
  const actor = { accountId: publisher.accountId, role: 'publisher' } as const;
  const withoutTimestamps = {
    ...parts,
    papers: { ...parts.papers, archive: () => Promise.reject(new Error('the timestamp authority is out')) },
  };
  const parcels = await work.publishParcels(runs);
  const report: Ways = { ways: 0, done: 0, refused: 0, ends: {} };

  /** Each way has a parcel of its own: what is completed goes on holding it. */
  const exclusive = () => work.ready('framework-agreement', [parcels[report.ways] ?? ''], parties);

  async function rowOf(id: number): Promise<Row> {
    const [row] = await sql<Row[]>`
      select state,
        (select count(*)::int from agreement_signer s where s.agreement_id = a.id and s.state = 'signed') as signed,
        array(select kind from agreement_revision r where r.agreement_id = a.id order by number) as files,
        exists (select from parcel_hold h where h.agreement_id = a.id and h.released_at is null) as "isHeld"
      from agreement a where id = ${id}`;
    if (row === undefined) throw new Error('the agreement was just made');
    return row;
  }

  async function signAs(signer: AskedSigner): Promise<void> {
    const otp = await database.transaction((tx) => work.newCode(tx, signer));
    const signature = {
      baseSha256: signer.base.toString('hex'),
      strokes: [[0.1, 0.5, 0.9].map((x) => ({ x, y: x / 2 }))],
      consent: { textVersion: consentVersion, accepted: true as const },
    };
    await sign(parts, { ...signer, signature, picture: null, proof: { kind: 'code', otp } });
  }

  async function declineBy(signer: AskedSigner): Promise<void> {
    const otp = await database.transaction((tx) => work.newCode(tx, signer, 'decline'));
    await declineAs(parts, { ...signer, otp, reason: '条件有变' });
  }

  /** Sent only while nobody holds the parcel; it is made void then, and frees it for the next. */
  async function rivalGoes(): Promise<void> {
    const rival = await exclusive();
    await work.send(rival);
    await database.transaction((tx) => makeVoidOf(tx, parts, { id: rival.id, actor, reason: '改期' }));
  }

  async function perform({ act, position }: Act, signers: readonly AskedSigner[]): Promise<unknown> {
    const [signer] = signers.slice(position);
    if (signer === undefined) throw new Error('three are asked');
    const { agreementId: id } = signer;
    switch (act) {
      case 'sign':
        return await signAs(signer);
      case 'seal':
        return await sealOne(parts, id);
      case 'outage':
        return await sealOne(withoutTimestamps, id);
      case 'decline':
        return await declineBy(signer);
      case 'void':
        return await database.transaction((tx) => makeVoidOf(tx, parts, { id, actor, reason: '条件有变' }));
      case 'expire':
        clock.forward(31 * dayMs);
        return await database.transaction((tx) => expireOne(tx, parts, id));
      case 'extend': {
        const deadline = new Date(clock.now().getTime() + 5 * dayMs);
        return await database.transaction((tx) => extendOne(tx, parts, { id, actor, deadline }));
      }
      case 'rival':
        return await rivalGoes();
    }
  }

  function judge({ state, signed, files, isHeld }: Row): void {
    expect(files.filter((kind) => kind === 'signature')).toHaveLength(signed);
    expect(isHeld, state).toBe(!over.includes(state));
    expect(['sealing', 'seal-failed', 'completed'].includes(state), state).toBe(signed === 3);
    if (state === 'completed') expect(files).toEqual(sealedFiles);
    else expect(files).not.toContain('archive');
  }

  async function go(way: readonly Act[]): Promise<void> {
    const agreement = await exclusive();
    const signers = await work.send(agreement);
    let row = await rowOf(agreement.id);
    judge(row);
    for (const act of way) {
      const before = row;
      let refusal: unknown = null;
      try {
        await perform(act, signers);
        report.done += 1;
      } catch (error) {
        // A rule's refusal is a way's own end of an act; anything else is a fault.
        if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
        refusal = error;
        report.refused += 1;
      }
      row = await rowOf(agreement.id);
      judge(row);
      const isOver = over.includes(before.state) || before.state === 'completed';
      if (refusal !== null || isOver) expect(row).toEqual(before);
      if (act.act === 'rival') expect(refusal === null).toBe(over.includes(row.state));
    }
    report.ways += 1;
    report.ends[row.state] = (report.ends[row.state] ?? 0) + 1;
  }

  try {
    await fc.assert(
      fc.asyncProperty(fc.array(oneAct, { minLength: 4, maxLength: 16, size: 'max' }), go),
      // A way that was found wanting is told as it was: to shorten it would go it again and again.
      { numRuns: runs, seed, endOnFailure: true },
    );
  } finally {
    rmSync(blobFolder, { recursive: true, force: true });
  }
  return report;
}
