import fc from 'fast-check';
import { deflateSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { annotate, decide, keep, merge, move, putBack, remove } from '../web/shortlist/changes.ts';
import { crc32 } from '../web/shortlist/checksum.ts';
import { exportedShortlist } from '../web/shortlist/exported-shortlist.ts';
import { readShortlist } from '../web/shortlist/read-shortlist.ts';
import { decisionWords } from '../web/shortlist/reason-words.ts';
import {
  decodeShortlist,
  encodeShortlist,
  isShortlistFragment,
  longestFragment,
} from '../web/shortlist/shortlist-link.ts';
import type { Decision, Entry, Shortlist } from '../web/shortlist/terms.ts';
import {
  dropReasons,
  emptyShortlist,
  longestDetail,
  longestNote,
  longestTitle,
  mostKept,
} from '../web/shortlist/terms.ts';
import { parcelRecord } from './support/parcel-records.ts';

const at = '2026-11-20T02:00:00.000Z';
const now = new Date(at);

function entryOf(code: string, over: Partial<Entry> = {}): Entry {
  return {
    code,
    name: `${code} 号地`,
    nameEn: `Plot ${code}`,
    keptAt: at,
    note: '',
    decision: { kind: 'kept' },
    ...over,
  };
}

function listOf(...entries: Entry[]): Shortlist {
  return { title: '', createdAt: at, entries };
}

const codesOf = ({ entries }: Shortlist) => entries.map(({ code }) => code);
const dropped: Decision = { kind: 'dropped', reason: 'price', detail: '超出预算' };

/** Any text a person can type, emoji and lone halves of them included. */
const text = (maxLength: number) =>
  fc.string({
    unit: fc.oneof(
      fc.constantFrom('亩', '“', '\n', '\ud83c'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }).filter((unit) => unit.length === 1),
    ),
    maxLength,
  });
const instant = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
  .map((date) => date.toISOString());
const decision: fc.Arbitrary<Decision> = fc.oneof(
  fc.constant<Decision>({ kind: 'kept' }),
  fc.record({
    kind: fc.constant('dropped' as const),
    reason: fc.constantFrom(...dropReasons),
    detail: text(longestDetail),
  }),
);
const anyList: fc.Arbitrary<Shortlist> = fc.record({
  title: text(longestTitle),
  createdAt: fc.option(instant),
  entries: fc.uniqueArray(
    fc.record({
      code: fc.string({ minLength: 1, maxLength: 64 }),
      name: text(40),
      nameEn: text(80),
      keptAt: instant,
      note: text(longestNote),
      decision,
    }),
    { selector: ({ code }) => code, maxLength: mostKept },
  ),
});

describe('the link of a shortlist', () => {
  it('brings back exactly the list it was made of', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        expect(decodeShortlist(encodeShortlist(list))).toEqual({ ok: true, list });
      }),
    );
  });

  it('is a fragment of letters that no chat program changes', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        expect(encodeShortlist(list)).toMatch(/^#s=[\w-]+$/);
      }),
    );
  });

  it('never throws, whatever stands in the address', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.base64String().map((body) => `#s=${body}`),
      fc.uint8Array().map((bytes) => `#s=${Buffer.from([1, ...bytes]).toString('base64url')}`),
    );
    fc.assert(
      fc.property(anything, (fragment) => {
        expect(decodeShortlist(fragment).ok).toBe(false);
      }),
    );
  });

  it('is refused when a letter is lost or changed on the way', () => {
    const fragment = encodeShortlist(listOf(entryOf('P-1', { note: '等水价答复' }), entryOf('P-2')));
    const body = fc.integer({ min: '#s='.length, max: fragment.length - 1 });
    fc.assert(
      fc.property(body, fc.constantFrom('', 'A', '_'), (index, letter) => {
        fc.pre(fragment[index] !== letter);
        const changed = fragment.slice(0, index) + letter + fragment.slice(index + 1);
        const decoded = decodeShortlist(changed);
        // The last letter of base64url may hold bits that mean nothing.
        if (decoded.ok) expect(decoded).toEqual(decodeShortlist(fragment));
        else expect(['damaged', 'newer']).toContain(decoded.reason);
      }),
      { numRuns: 500 },
    );
    expect(decodeShortlist(fragment.slice(0, -8))).toEqual({ ok: false, reason: 'damaged' });
  });

  it('of a later version says that it is one', () => {
    const later = Buffer.from([2, 0, 0, 0, 0, 3, 0]).toString('base64url');
    expect(decodeShortlist(`#s=${later}`)).toEqual({ ok: false, reason: 'newer' });
  });

  it('does not unpack more than a list can be', () => {
    const packed = (blanks: number) => {
      // Blanks behind it do not change what a JSON text says.
      const json = strToU8(JSON.stringify(listOf(entryOf('P-1'))) + ' '.repeat(blanks));
      const head = Buffer.alloc(5, 1);
      head.writeUInt32BE(crc32(json), 1);
      return `#s=${Buffer.concat([head, deflateSync(json)]).toString('base64url')}`;
    };
    expect(packed(1_000_000).length).toBeLessThan(longestFragment);
    expect(decodeShortlist(packed(1_000)).ok).toBe(true);
    expect(decodeShortlist(packed(1_000_000))).toEqual({ ok: false, reason: 'damaged' });
  });

  it('has room for thirty parcels, each with a note and a reason in words', () => {
    const entries = Array.from({ length: mostKept }, (_, index) =>
      entryOf(`JKC-2020-${index}`, {
        note: `第 ${index} 宗：10 kV 双回路，水价 ${index * 7} 元，等答复`,
        decision: { kind: 'dropped', reason: 'price', detail: `超出预算约 ${index * 13} 万元` },
      }),
    );
    expect(encodeShortlist(listOf(...entries)).length).toBeLessThan(longestFragment / 3);
  });

  it('is told apart from other fragments of a page', () => {
    expect(isShortlistFragment('#content')).toBe(false);
    expect(isShortlistFragment('')).toBe(false);
    expect(isShortlistFragment('#s=damaged')).toBe(true);
  });

  it('is guarded by the checksum that gzip uses', () => {
    // The check value of CRC-32/ISO-HDLC.
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});

describe('what is read as a shortlist', () => {
  it('is nothing but a whole list within its limits', () => {
    expect(readShortlist(listOf(entryOf('P-1')))).toEqual(listOf(entryOf('P-1')));
    const many = Array.from({ length: mostKept + 1 }, (_, index) => entryOf(`P-${index}`));
    for (const value of [
      null,
      [],
      'list',
      { ...listOf(), title: 'x'.repeat(longestTitle + 1) },
      { ...listOf(), createdAt: 'yesterday' },
      listOf(...many),
      listOf(entryOf('P-1'), entryOf('P-1')),
      listOf(entryOf('')),
      listOf(entryOf('P-1', { note: 'x'.repeat(longestNote + 1) })),
      {
        ...listOf(),
        entries: [{ ...entryOf('P-1'), decision: { kind: 'dropped', reason: 'mood', detail: '' } }],
      },
      { ...listOf(), entries: [{ ...entryOf('P-1'), keptAt: undefined }] },
    ])
      expect(readShortlist(value)).toBeNull();
  });

  it('is never anything else, whatever was stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readShortlist(value)).toBeNull();
      }),
    );
  });

  it('leaves out what a list does not have', () => {
    const more = { ...listOf({ ...entryOf('P-1'), ...{ secret: 1 } }), more: true };
    expect(readShortlist(more)).toEqual(listOf(entryOf('P-1')));
  });
});

describe('a shortlist', () => {
  it('keeps a parcel once, in the order of keeping, from the day of the first', () => {
    const first = keep(emptyShortlist, { code: 'P-1', name: '甲', nameEn: 'A' }, now);
    const second = first && keep(first, { code: 'P-2', name: '乙', nameEn: 'B' }, new Date('2026-11-21'));
    expect(second && codesOf(second)).toEqual(['P-1', 'P-2']);
    expect(second?.createdAt).toBe(at);
    expect(second && keep(second, { code: 'P-1', name: '丙', nameEn: 'C' }, now)).toBe(second);
  });

  it('refuses a thirty-first', () => {
    const full = listOf(...Array.from({ length: mostKept }, (_, index) => entryOf(`P-${index}`)));
    expect(keep(full, { code: 'Q', name: '', nameEn: '' }, now)).toBeNull();
  });

  it('gives back what was removed, where it stood', () => {
    const list = listOf(entryOf('P-1'), entryOf('P-2', { note: '看过' }), entryOf('P-3'));
    const entry = list.entries[1];
    if (entry === undefined) throw new Error('there are three');
    expect(putBack(remove(list, 'P-2'), entry, 1)).toEqual(list);
  });

  it('moves an entry past the next one that is decided alike, and nothing at the ends', () => {
    const list = listOf(entryOf('P-1'), entryOf('P-2', { decision: dropped }), entryOf('P-3'));
    expect(codesOf(move(list, 'P-3', -1))).toEqual(['P-3', 'P-2', 'P-1']);
    expect(move(list, 'P-1', -1)).toEqual(list);
    expect(move(list, 'P-3', 1)).toEqual(list);
    expect(move(list, 'P-2', 1)).toEqual(list);
  });

  it('never loses or doubles a parcel by moving, noting and deciding', () => {
    fc.assert(
      fc.property(anyList, fc.nat(), fc.constantFrom<-1 | 1>(-1, 1), (list, place, step) => {
        const entry = list.entries[place % Math.max(1, list.entries.length)];
        fc.pre(entry !== undefined);
        const changed = annotate(decide(move(list, entry.code, step), entry.code, dropped), entry.code, '记');
        expect(codesOf(changed).toSorted()).toEqual(codesOf(list).toSorted());
        expect(changed.entries.find(({ code }) => code === entry.code)).toEqual({
          ...entry,
          note: '记',
          decision: dropped,
        });
      }),
    );
  });

  it('merges with another: mine first and unchanged, then what only theirs has', () => {
    const mine = { ...listOf(entryOf('P-1', { note: '我的' })), title: '我的清单' };
    const theirs = { ...listOf(entryOf('P-2'), entryOf('P-1', { note: '他的' })), title: '他的清单' };
    expect(merge(mine, theirs)).toEqual({ ...mine, entries: [...mine.entries, entryOf('P-2')] });
    expect(merge(emptyShortlist, theirs)).toEqual(theirs);
  });

  it('does not merge into more than it holds', () => {
    const half = (prefix: string) =>
      listOf(...Array.from({ length: 16 }, (_, index) => entryOf(`${prefix}-${index}`)));
    expect(merge(half('P'), half('Q'))).toBeNull();
    expect(merge(half('P'), half('P'))).toEqual(half('P'));
  });

  it('says why a parcel was dropped, in both languages', () => {
    expect(decisionWords(dropped, 'zh-CN')).toBe('已排除：价格，超出预算');
    expect(decisionWords({ kind: 'dropped', reason: 'timing', detail: '' }, 'en')).toBe('Dropped: Timing');
  });

  it('goes into a file with the kept first, each with its decision, reason and note', () => {
    const list = listOf(
      entryOf('P-1', { decision: dropped, note: '贵' }),
      entryOf('P-2', { note: '先看现场' }),
      entryOf('P-3', { note: '撤回前看过' }),
    );
    const records = {
      items: [parcelRecord('P-1'), parcelRecord('P-2')],
      gone: [{ code: 'P-3', why: 'recalled' as const }],
    };
    const file = exportedShortlist({ list, records, locale: 'zh-CN' });
    expect(file.records.map(({ code }) => code)).toEqual(['P-2', 'P-1']);
    expect(file.extra.map(({ label, value }) => [label, value('P-1'), value('P-2')])).toEqual([
      ['结论', '已排除', '保留'],
      ['排除原因', '价格', ''],
      ['原因说明', '超出预算', ''],
      ['备注', '贵', '先看现场'],
    ]);
    expect(file.missing).toEqual([{ code: 'P-3', name: entryOf('P-3').name, state: '已撤回，不再提供数据' }]);
    expect(file.extra.at(-1)?.value('P-3')).toBe('撤回前看过');
    expect(file.about).toBe('3 宗中 2 宗保留，1 宗已排除');
  });
});
