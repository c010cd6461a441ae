import { auditLine, type AuditRow } from '../audit/chain.ts';
import { eventLine, type EventRow } from './event-store.ts';
import { rowShown, type EvidenceReader } from './named-rules.ts';

/** A row of a chain as a reader gets it: `told` for people; `bytes` what its hash is of, null where not all of it is shown. */
type ShownRow = { seq: number; hash: string; told: object; bytes: Buffer | null };

/** 签署过程 for a reader: each row's hashes, and of the row what he may see. */
export function eventsFor(reader: EvidenceReader, events: readonly EventRow[]): ShownRow[] {
  return events.map(({ previousHash, hash, ...row }) => {
    const { seq, at, kind, position } = row;
    const shown = rowShown(reader, row);
    const seen = { whole: row, outline: { seq, at, kind, position }, hash: { seq } }[shown];
    return {
      seq,
      hash: hash.toString('hex'),
      told: { ...seen, ...inHex(previousHash, hash) },
      bytes: shown === 'whole' ? Buffer.concat([previousHash, Buffer.from(eventLine(row))]) : null,
    };
  });
}

/** 审计日志 of the agreement for a reader; an act is named `agreement.gate`. */
export function auditFor(reader: EvidenceReader, rows: readonly AuditRow[]): ShownRow[] {
  return rows.map(({ previousHash, hash, ...row }) => {
    const { seq, at, action, accountId } = row;
    const account = accountId === null ? null : Number(accountId);
    const shown = rowShown(reader, { kind: action.slice(action.indexOf('.') + 1), accountId: account });
    const seen = { whole: row, outline: { seq, at, action }, hash: { seq } }[shown];
    return {
      seq: Number(seq),
      hash: hash.toString('hex'),
      told: { ...seen, ...inHex(previousHash, hash) },
      bytes: shown === 'whole' ? Buffer.concat([previousHash, Buffer.from(auditLine(row))]) : null,
    };
  });
}

function inHex(previousHash: Buffer, hash: Buffer) {
  return { previousHash: previousHash.toString('hex'), hash: hash.toString('hex') };
}

type ChainEntry = { seq: number; hash: string };

/**
 * A chain as the README's commands read it: the hash before it, then each row's hash with the file of what it is of, or `-`.
 * `rows` that are shown give files; `hashes` are all that follow one another.
 */
export function chainFiles(
  name: 'events' | 'audit',
  { before, hashes, rows }: { before: Buffer; hashes: readonly ChainEntry[]; rows: readonly ShownRow[] },
): Record<string, Buffer> {
  const files = new Map<number, [string, Buffer]>();
  for (const { seq, bytes } of rows) if (bytes !== null) files.set(seq, [`rows/${name}-${seq}.bin`, bytes]);
  const lines = hashes.map(({ seq, hash }) => `${hash} ${files.get(seq)?.[0] ?? '-'}`);
  return {
    [`chain/${name}.txt`]: Buffer.from([`${before.toString('hex')} -`, ...lines, ''].join('\n')),
    ...Object.fromEntries(files.values()),
  };
}
