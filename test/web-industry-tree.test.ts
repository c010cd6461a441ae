import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListedIndustry } from '../api/city/schema.ts';
import { matchCount, matchedPart, searchTree } from '../web/parcels/industry-search.ts';
import type { IndustryNode } from '../web/parcels/industry-tree.ts';
import { findNode, industryTree, toggleIndustry, withoutIdle } from '../web/parcels/industry-tree.ts';

const row = (
  code: string,
  parent: string | null,
  [name, initials, nameEn = name]: string[],
): ListedIndustry => ({
  code,
  parent,
  name: name ?? '',
  nameEn: nameEn ?? '',
  initials: initials ?? '',
});
const items = [
  row('C', null, ['制造业', 'zzy']),
  row('36', 'C', ['汽车制造业', 'qczzy', 'Manufacture of automobiles']),
  row('361', '36', ['汽车整车制造', 'qczczz']),
  row('367', '36', ['汽车零部件及配件制造', 'qclbjjpjzz']),
  row('3670', '367', ['汽车零部件及配件制造', 'qclbjjpjzz']),
  row('38', 'C', ['电气机械和器材制造业', 'dqjxhqczzy', 'Electrical machinery']),
  row('381', '38', ['电机制造', 'djzz']),
  row('39', 'C', ['计算机、通信和其他电子设备制造业', 'jsjtxhqtdzsbzzy']),
];
const counts = new Map([
  ['C', 3],
  ['36', 2],
]);

function treeOf(chosen: string[], others: ListedIndustry[] = []) {
  return industryTree({ items: [...items, ...others], counts, chosen });
}

function nodeOf(tree: IndustryNode[], code: string): IndustryNode {
  const node = findNode(tree, code);
  if (node === undefined) throw new Error(`no ${code}`);
  return node;
}

function states(chosen: string[]) {
  const tree = treeOf(chosen);
  return Object.fromEntries(items.map(({ code }) => [code, findNode(tree, code)?.state]));
}

function toggle(code: string, chosen: string[]): string[] {
  const tree = treeOf(chosen);
  return toggleIndustry(nodeOf(tree, code), tree, chosen);
}

describe('the tree of industries', () => {
  it('chooses everything below a chosen code and shows mixed above it', () => {
    expect(states(['36'])).toEqual({
      C: 'mixed',
      36: 'on',
      361: 'on',
      367: 'on',
      3670: 'on',
      38: 'off',
      381: 'off',
      39: 'off',
    });
    expect(states(['3670'])).toMatchObject({ C: 'mixed', 36: 'mixed', 361: 'off', 367: 'on' });
    expect(states(['36', '38', '39']).C).toBe('on');
  });

  it('takes a code for the beginning of others only: 36 chooses neither 136 nor 336', () => {
    const others = [
      row('A', null, ['农、林、牧、渔业']),
      row('13', 'C', ['农副食品加工业']),
      row('136', '13', ['水产品加工']),
      row('33', 'C', ['金属制品业']),
      row('336', '33', ['金属表面处理']),
      row('3360', '336', ['金属表面处理']),
    ];
    const chosen = toggleIndustry(nodeOf(treeOf([], others), '36'), treeOf([], others), []);
    expect(chosen).toEqual(['36']);
    const tree = treeOf(chosen, others);
    for (const { code } of others) expect([code, nodeOf(tree, code).state]).toEqual([code, 'off']);
    expect(toggleIndustry(nodeOf(tree, '36'), tree, ['136', '336', '36'])).toEqual(['136', '336']);
    expect(toggleIndustry(nodeOf(treeOf(['336'], others), '36'), treeOf(['336'], others), ['336'])).toEqual([
      '336',
      '36',
    ]);
  });

  it('keeps the sisters when one group of a chosen division is left out', () => {
    expect(toggle('361', ['36'])).toEqual(['367']);
    expect(toggle('3670', ['36'])).toEqual(['361']);
  });

  it('chooses a section through its divisions and leaves it out whole', () => {
    expect(toggle('C', [])).toEqual(['36', '38', '39']);
    expect(toggle('C', ['36', '38', '39'])).toEqual([]);
  });

  it('returns to where it was when a leaf is clicked twice from nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom('361', '3670', '381', '38', '36'), (code) => {
        expect(toggle(code, toggle(code, []))).toEqual([]);
      }),
    );
  });

  it('always turns the clicked node on or off', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...items.map(({ code }) => code)),
        fc.subarray(['36', '361', '367', '3670', '38', '381']),
        (code, chosen) => {
          const before = states(chosen)[code];
          expect(states(toggle(code, chosen))[code]).toBe(before === 'on' ? 'off' : 'on');
        },
      ),
    );
  });

  it('finds names in both languages, codes and pinyin initials, with the way to them', () => {
    const divisions = (words: string) => searchTree(treeOf([]), words)[0]?.children.map(({ code }) => code);
    const found = searchTree(treeOf([]), '整车');
    expect(found.map(({ code }) => code)).toEqual(['C']);
    expect(found[0]?.children.map(({ code }) => code)).toEqual(['36']);
    expect(found[0]?.children[0]?.children.map(({ code }) => code)).toEqual(['361']);
    expect(divisions('Electrical')).toEqual(['38']);
    expect(divisions('36')).toEqual(['36']);
    expect(divisions('QCZZ')).toEqual(['36', '38']);
    expect(divisions('3670')).toEqual(['36']);
    expect(searchTree(treeOf([]), '没有')).toEqual([]);
  });

  it('takes a single letter for the first initial only, since nearly every name has it somewhere', () => {
    const codes = searchTree(treeOf([]), 'j')[0]?.children.map(({ code }) => code);
    expect(codes).toEqual(['39']);
  });

  it('counts what matches by itself, without the sections above', () => {
    expect(matchCount(treeOf([]), '汽车')).toBe(4);
    expect(matchCount(treeOf([]), '制造')).toBe(items.length - 1);
    expect(matchCount(treeOf([]), '')).toBe(0);
  });

  it('underlines the characters that the initials stand for, past punctuation', () => {
    const [automobiles, electronics] = ['36', '39'].map((code) => findNode(treeOf([]), code));
    if (automobiles === undefined || electronics === undefined) throw new Error('not in the tree');
    expect(matchedPart(automobiles, automobiles.name, 'zz')).toBe('制造');
    expect(matchedPart(automobiles, automobiles.name, '汽车')).toBe('汽车');
    expect(matchedPart(automobiles, 'Automobiles', 'AUTO')).toBe('auto');
    expect(matchedPart(electronics, electronics.name, 'jtx')).toBe('机、通信');
    expect(matchedPart(electronics, electronics.name, '39')).toBe('');
    expect(matchedPart({ ...automobiles, initials: 'qc' }, automobiles.name, 'qc')).toBe('');
  });

  it('folds divisions without parcels away, but never their groups nor what is chosen', () => {
    const tree = treeOf(['38']);
    const { shown, hidden } = withoutIdle(tree);
    expect(shown[0]?.children.map(({ code }) => code)).toEqual(['36', '38']);
    expect(shown[0]?.children[0]?.children.map(({ code }) => code)).toEqual(['361', '367']);
    expect(hidden).toBe(1);
  });
});
