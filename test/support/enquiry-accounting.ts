import { createSecretBox } from '../../api/accounts/secret-box.ts';
import { verifyAudit, type Tampering } from '../../api/audit/verify.ts';
import type { Database } from '../../api/db/database.ts';
import { openMessage, openPerson } from '../../api/enquiries/person-store.ts';
import type { JournalLine } from './enquiry-journal.ts';

export type EnquiryAccount = {
  acknowledged: number;
  refused: number;
  /** Sendings whose end nobody knew; each was sent again with its key. */
  unknown: number;
  /** Acknowledged and not there, or with another number or other words. */
  lost: number;
  /** Refused, or never asked, and there. */
  ghosts: number;
  /** There more than once. */
  duplicates: number;
  /** Without its person, words, department, receipt, letters or row of the log, or with one too many. */
  torn: number;
  tampering: Tampering | null;
};

type Row = {
  id: number;
  number: string;
  person: Buffer | null;
  message: Buffer | null;
  events: string[];
  receipts: number;
  logged: number;
};

/** Compares a client's journal with what the database keeps. Letters to officers are compared as a whole: one a case. */
export async function accountFor(database: Database, journal: JournalLine[]): Promise<EnquiryAccount> {
  const secrets = createSecretBox([Buffer.alloc(32, 7)]);
  const rows = await database.sql<Row[]>`
    select e.id::int as id, e.number, p.sealed as person, m.sealed as message,
      (select array_agg(v.kind order by v.seq) from enquiry_event v where v.enquiry_id = e.id) as events,
      (select count(*)::int from letter l where l.enquiry_id = e.id and l.cause = 'enquiry.acknowledge') as receipts,
      (select count(*)::int from audit_entry a
        where a.subject = 'enquiry:' || e.number and a.action = 'enquiry.receive') as logged
    from enquiry e
    left join enquiry_person p on p.enquiry_id = e.id
    left join enquiry_message m on m.enquiry_id = e.id and m.seq = 1
    order by e.id limit 1000000`;
  const kept = rows.map((row) => ({
    ...row,
    company: row.person === null ? null : openPerson(row.id, row.person, secrets).company,
    words: row.message === null ? null : openMessage({ enquiryId: row.id, seq: 1 }, row.message, secrets),
  }));
  const lines = <What extends JournalLine['what']>(what: What) =>
    journal.filter((line): line is Extract<JournalLine, { what: What }> => line.what === what);
  const byKey = new Map<string, typeof kept>();
  for (const row of kept) byKey.set(row.company ?? '', [...(byKey.get(row.company ?? '') ?? []), row]);
  const acknowledged = lines('acknowledged');
  const asked = new Set(acknowledged.map(({ key }) => key));
  const [told] = await database.sql<{ count: number }[]>`
    select count(*)::int as count from letter where cause = 'enquiry.route'`;
  const { tampering } = await verifyAudit(database.sql, new Map());
  return {
    acknowledged: acknowledged.length,
    refused: lines('refused').length,
    unknown: lines('unknown').length,
    lost: acknowledged.filter(({ key, number }) => {
      const [row] = byKey.get(key) ?? [];
      return row === undefined || row.number !== number || row.words !== key;
    }).length,
    ghosts: kept.filter(({ company }) => !asked.has(company ?? '')).length,
    duplicates: [...byKey.values()].filter((same) => same.length > 1).length,
    torn:
      kept.filter(
        ({ words, events, receipts, logged }) =>
          words === null ||
          events.join() !== 'received,routed,acknowledged' ||
          receipts !== 1 ||
          logged !== 1,
      ).length + Math.abs((told?.count ?? 0) - kept.length),
    tampering,
  };
}
