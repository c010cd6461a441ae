import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { sealOne } from '../../api/agreements/seal.ts';
import { approveAs, sign } from '../../api/agreements/sign.ts';
import { declineAs } from '../../api/agreements/signer-acts.ts';
import { releaseLapsed } from '../../api/agreements/hold-store.ts';
import { expireOne, extendOne } from '../../api/agreements/running-acts.ts';
import { makeVoidOf } from '../../api/agreements/staff-acts.ts';
import { consentVersion } from '../../api/agreements/consent.ts';
import type { Database } from '../../api/db/database.ts';
import { AppError } from '../../api/errors.ts';
import { offerTemplates } from '../../api/agreements/template-store.ts';
import { readTemplates } from '../../api/agreements/templates.ts';
import { oneWay, parties, passing, putOffMs, type Act, type AskedAct, type Way } from './agreement-acts.ts';
import { prepareCity, readJinhua } from './parcels.ts';
import { openSigningWork, type AskedSigner } from './signing-work.ts';
import { tickingClock } from './ticking-clock.ts';

type Row = {
  state: string;
  deadline: Date;
  /** Who signed or approved, in the order of it. */
  done: number[];
  files: string[];
  isHeld: boolean;
  heldUntil: Date;
};
/** `seen`: how often each act was done, and how often it was refused. */
export type Ways = { ways: number; seen: Record<string, number>; ends: Record<string, number> };

const over = ['declined', 'voided', 'expired'];
const sealing = ['sealing', 'seal-failed'];
const sealedFiles = ['base', 'signature', 'signature', 'signature', 'seal', 'archive'];

/**
 * An exclusive agreement of three who sign and one who approves, in two turns or three, goes so many ways, each drawn at random by
 * its seed: they sign, approve, decline, make it void, put it off, seal it, seal it while the last timestamp cannot be had; its
 * deadline passes, the term of its hold passes, the portal tidies up, and a rival wants the parcel. What is in the tables after
 * each act is judged, not what the rules say of themselves.
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
  const report: Ways = { ways: 0, seen: {}, ends: {} };

  /** Each way has a parcel of its own: what is completed goes on holding it. */
  const exclusive = (approverGroup = 3) =>
    work.ready('framework-agreement', [parcels[report.ways] ?? ''], parties(approverGroup));

  async function rowOf(id: number): Promise<Row> {
    const [row] = await sql<Row[]>`
      select a.state, a.deadline, h.released_at is null as "isHeld", h.ends_at as "heldUntil",
        array(select position from agreement_event e
          where e.agreement_id = a.id and e.kind in ('sign', 'approve') order by seq) as done,
        array(select kind from agreement_revision r where r.agreement_id = a.id order by number) as files
      from agreement a join parcel_hold h on h.agreement_id = a.id where a.id = ${id}`;
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

  async function approveBy(signer: AskedSigner): Promise<void> {
    const otp = await database.transaction((tx) => work.newCode(tx, signer, 'approve'));
    await approveAs(parts, { ...signer, otp, baseSha256: signer.base.toString('hex') });
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
    const [signer] = signers.slice(act === 'approve' || act === 'disapprove' ? 3 : position);
    if (signer === undefined) throw new Error('four are asked');
    const { agreementId: id } = signer;
    switch (act) {
      case 'sign':
        return await signAs(signer);
      case 'approve':
        return await approveBy(signer);
      case 'seal':
        return await sealOne(parts, id);
      case 'outage':
        return await sealOne(withoutTimestamps, id);
      case 'decline':
      case 'disapprove':
        return await declineBy(signer);
      case 'void':
        return await database.transaction((tx) => makeVoidOf(tx, parts, { id, actor, reason: '条件有变' }));
      case 'late':
      case 'term':
        return clock.forward(passing[act]);
      case 'sweep':
        await releaseLapsed(sql, clock.now());
        return await database.transaction((tx) => expireOne(tx, parts, id));
      case 'extend': {
        const deadline = new Date(clock.now().getTime() + putOffMs);
        return await database.transaction((tx) => extendOne(tx, parts, { id, actor, deadline }));
      }
      case 'rival':
        return await rivalGoes();
    }
  }

  /** Whatever was done before: nobody out of turn or twice, no signature missing, nothing held after its end. */
  function judge({ state, done, files, isHeld, heldUntil }: Row, approverGroup: number): void {
    const groups = parties(approverGroup).map(({ group }) => group);
    expect(new Set(done).size, 'twice').toBe(done.length);
    for (const [index, position] of done.entries())
      for (const [other, group] of groups.entries())
        if (group < (groups[position] ?? 0)) expect(done.slice(0, index), 'out of turn').toContain(other);
    expect(files.filter((kind) => kind === 'signature')).toHaveLength(
      done.filter((position) => position < 3).length,
    );
    expect([...sealing, 'completed'].includes(state), state).toBe(done.length === groups.length);
    if (state === 'completed') expect(files).toEqual(sealedFiles);
    else expect(files).not.toContain('archive');
    if (over.includes(state)) expect(isHeld, state).toBe(false);
    else if (!isHeld) expect([heldUntil <= clock.now(), sealing.includes(state)]).toEqual([true, false]);
  }

  /** What an act that was done may have been done at all, and must have left behind. */
  function judgeDone(act: Act['act'], before: Row, row: Row): void {
    const at = clock.now();
    if (['sign', 'approve', 'decline', 'disapprove', 'extend'].includes(act))
      expect(before.deadline > at, act).toBe(true);
    if (['sign', 'approve'].includes(act)) expect([row.isHeld, row.heldUntil > at]).toEqual([true, true]);
    if (act === 'sweep' && row.deadline <= at) expect(['sent', 'in-progress']).not.toContain(row.state);
    if (act === 'sweep' && row.heldUntil <= at) expect(row.isHeld).toBe(sealing.includes(row.state));
    if (act === 'rival') expect(row.isHeld).toBe(false);
  }

  /** Null when it was done; a rule's refusal is a way's own end of an act, anything else is a fault. */
  async function refusalOf(act: Act, signers: readonly AskedSigner[]): Promise<AppError | null> {
    try {
      await perform(act, signers);
      return null;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      return error;
    }
  }

  function actOf({ act, position }: AskedAct, { done }: Row): Act {
    if (act !== 'next') return { act, position };
    const missing = [0, 1, 2, 3].find((one) => !done.includes(one)) ?? 3;
    return missing === 3 ? { act: 'approve', position } : { act: 'sign', position: missing };
  }

  async function go({ approverGroup, way }: Way): Promise<void> {
    const began = clock.now().getTime();
    const agreement = await exclusive(approverGroup);
    const signers = await work.send(agreement);
    let row = await rowOf(agreement.id);
    judge(row, approverGroup);
    for (const asked of way) {
      const act = actOf(asked, row);
      const before = row;
      const refusal = await refusalOf(act, signers);
      const seen = `${act.act} ${refusal === null ? 'done' : 'refused'}`;
      report.seen[seen] = (report.seen[seen] ?? 0) + 1;
      row = await rowOf(agreement.id);
      judge(row, approverGroup);
      if (refusal !== null) expect(row).toEqual(before);
      else judgeDone(act.act, before, row);
      const { isHeld, ...stays } = before;
      if (over.includes(before.state) || before.state === 'completed') expect(row).toMatchObject(stays);
      // A rival has it as soon as it is held no more, and never before.
      const isFree = !isHeld || (before.heldUntil <= clock.now() && !sealing.includes(before.state));
      if (act.act === 'rival') expect(refusal === null).toBe(isFree);
    }
    report.ways += 1;
    report.ends[row.state] = (report.ends[row.state] ?? 0) + 1;
    // The next begins as if no time had passed: certificates do not last for so many terms.
    clock.forward(began - clock.now().getTime());
  }

  try {
    await fc.assert(
      fc.asyncProperty(oneWay, go),
      // A way that was found wanting is told as it was: to shorten it would go it again and again.
      { numRuns: runs, seed, endOnFailure: true },
    );
  } finally {
    rmSync(blobFolder, { recursive: true, force: true });
  }
  return report;
}
