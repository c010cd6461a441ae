import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Industry } from '../api/city/schema.ts';
import { findNode, industryTree, searchTree, toggleIndustry } from '../web/parcels/industry-tree.ts';

const row = (code: string, parent: string | null, name: string): Industry => ({
  code,
  parent,
  name,
  nameEn: code === '38' ? 'Electrical machinery' : name,
});
const items = [
  row('C', null, '制造业'),
  row('36', 'C', '汽车制造业'),
  row('361', '36', '汽车整车制造'),
  row('367', '36', '汽车零部件及配件制造'),
  row('3670', '367', '汽车零部件及配件制造'),
  row('38', 'C', '电气机械和器材制造业'),
  row('381', '38', '电机制造'),
];
const counts = new Map([
  ['C', 3],
  ['36', 2],
]);

function treeOf(chosen: string[]) {
  return industryTree({ items, counts, chosen });
}

function states(chosen: string[]) {
  const tree = treeOf(chosen);
  return Object.fromEntries(items.map(({ code }) => [code, findNode(tree, code)?.state]));
}

function toggle(code: string, chosen: string[]): string[] {
  const tree = treeOf(chosen);
  const node = findNode(tree, code);
  if (node === undefined) throw new Error(`no ${code}`);
  return toggleIndustry(node, tree, chosen);
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
    });
    expect(states(['3670'])).toMatchObject({ C: 'mixed', 36: 'mixed', 361: 'off', 367: 'on' });
    expect(states(['36', '38']).C).toBe('on');
  });

  it('keeps the sisters when one group of a chosen division is left out', () => {
    expect(toggle('361', ['36'])).toEqual(['367']);
    expect(toggle('3670', ['36'])).toEqual(['361']);
  });

  it('chooses a section through its divisions and leaves it out whole', () => {
    expect(toggle('C', [])).toEqual(['36', '38']);
    expect(toggle('C', ['36', '38'])).toEqual([]);
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

  it('finds names in both languages and codes, with the way to them', () => {
    const found = searchTree(treeOf([]), '整车');
    expect(found.map(({ code }) => code)).toEqual(['C']);
    expect(found[0]?.children.map(({ code }) => code)).toEqual(['36']);
    expect(found[0]?.children[0]?.children.map(({ code }) => code)).toEqual(['361']);
    expect(searchTree(treeOf([]), 'electrical')[0]?.children.map(({ code }) => code)).toEqual(['38']);
    expect(searchTree(treeOf([]), '36')[0]?.children.map(({ code }) => code)).toEqual(['36']);
    expect(searchTree(treeOf([]), '没有')).toEqual([]);
  });
});
