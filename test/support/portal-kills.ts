import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { verifyAudit, type Tampering } from '../../api/audit/verify.ts';
import { openDatabase } from '../../api/db/database.ts';
import { signedIn, type SignedIn } from './accounts.ts';
import { freePort } from './free-port.ts';
import { KilledPortal } from './killed-portal.ts';

export type PortalKillReport = {
  kills: number;
  /** Acts that were answered, the first time or when they were sent again with their key. */
  acknowledged: number;
  /** Requests whose answer never came, so that nobody knew whether they were done; each was sent again with its key. */
  unknown: number;
  /** Answers other than done, not now (503), or a broken line. */
  unexpected: string[];
  /** Acknowledged and not there afterwards, or not as it was acknowledged. */
  lost: number;
  /** Done more often than it was acknowledged. */
  duplicates: number;
  /** Parcels with another number of rows in the log than acts. */
  unlogged: number;
  /** Where the log's chain is broken; null: nowhere. */
  tampering: Tampering | null;
};

type Parcel = { code: string; revision: number };

const writers = 6;
/** Changes of a parcel before its writer begins another one. */
const changesOfOne = 12;
const Saved = z.object({ revision: z.int() });

/**
 * Publishers write drafts without a pause through HTTP while the server is killed (SIGKILL) and started again. What a writer
 * gets no answer to he sends again with the same Idempotency-Key until he has one, as a page does.
 */
export async function sufferPortalKills(databaseUrl: string, kills: number): Promise<PortalKillReport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'zhaotu-kills-'));
  const port = await freePort();
  const portal = new KilledPortal(port, { DATABASE_URL: databaseUrl, DATA_DIR: dataDir });
  await portal.start();
  const database = await openDatabase({ databaseUrl, dataDir });
  const people = await Promise.all(
    Array.from({ length: writers }, () => signedIn(database, 'publisher', { at: new Date() })),
  );
  const report = { kills: 0, acknowledged: 0, unknown: 0, unexpected: new Set<string>() };
  const parcels: Parcel[] = [];
  let isOver = false;

  async function act(person: SignedIn, request: RequestInit & { path: string }): Promise<number | null> {
    const headers = {
      ...person.headers,
      Origin: portal.origin,
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      ...request.headers,
    };
    for (;;) {
      const response = await fetch(portal.origin + request.path, { ...request, headers }).catch(() => null);
      const body = await response?.json().catch(() => null);
      const saved = Saved.safeParse(body);
      if (response?.ok && saved.success) {
        report.acknowledged += 1;
        return saved.data.revision;
      }
      if (response !== null && response.status !== 503 && body !== null) {
        report.unexpected.add(`${request.method} ${response.status} ${JSON.stringify(body)}`);
        return null;
      }
      report.unknown += 1;
      await wait(20);
    }
  }

  async function write(person: SignedIn): Promise<void> {
    while (!isOver) {
      const code = `KILL-${randomUUID().slice(0, 18)}`;
      const created = await act(person, {
        path: '/api/parcels',
        method: 'POST',
        body: JSON.stringify({ code, fields: { park: 'park-wy-equipment', noticeNumber: '1' } }),
      });
      if (created === null) return;
      const parcel = { code, revision: created };
      parcels.push(parcel);
      while (!isOver && parcel.revision < changesOfOne) {
        const revision = await act(person, {
          path: `/api/parcels/${code}`,
          method: 'PATCH',
          headers: { 'If-Match': `"${parcel.revision}"` },
          body: JSON.stringify({
            fields: { park: 'park-wy-equipment', noticeNumber: String(parcel.revision + 1) },
          }),
        });
        if (revision === null) return;
        parcel.revision = revision;
      }
    }
  }

  const writing = Promise.all(people.map(write));
  while (report.kills < kills && report.unexpected.size === 0) {
    const before = report.acknowledged;
    while (report.acknowledged < before + writers && report.unexpected.size === 0) await wait(5);
    await wait(Math.random() * 60);
    await portal.kill();
    report.kills += 1;
    await portal.start();
  }
  isOver = true;
  await writing;
  const kept = await database.sql<{ code: string; revision: number; number: string; acts: number }[]>`
    select d.code, d.revision, d.content -> 'fields' ->> 'noticeNumber' as number,
      (select count(*)::integer from audit_entry a where a.subject = 'parcel:' || d.code) as acts
    from parcel_draft d where d.code like 'KILL-%' order by d.code limit 100000`;
  const { tampering } = await verifyAudit(database.sql, new Map());
  await database.close();
  await portal.kill();
  rmSync(dataDir, { recursive: true, force: true });
  const byCode = new Map(kept.map((row) => [row.code, row]));
  const found = parcels.map((parcel) => ({ parcel, row: byCode.get(parcel.code) }));
  return {
    ...report,
    unexpected: [...report.unexpected],
    lost: found.filter(
      ({ parcel, row }) =>
        row === undefined || row.revision < parcel.revision || row.number !== String(row.revision),
    ).length,
    duplicates:
      found.filter(({ parcel, row }) => row !== undefined && row.revision > parcel.revision).length +
      Math.max(0, kept.length - parcels.length),
    unlogged: kept.filter(({ revision, acts }) => revision !== acts).length,
    tampering,
  };
}
