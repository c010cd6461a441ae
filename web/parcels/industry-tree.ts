import type { ListedIndustry } from '../../api/city/schema.ts';

export type CheckState = 'on' | 'off' | 'mixed';

export type IndustryNode = {
  code: string;
  name: string;
  nameEn: string;
  /** Pinyin initials of the Chinese name. */
  initials: string;
  /** Parcels that admit it or anything below it. */
  count: number;
  state: CheckState;
  children: IndustryNode[];
};

type Tree = { items: ListedIndustry[]; counts: ReadonlyMap<string, number>; chosen: readonly string[] };

/**
 * GB/T 4754 as a tree of 门类 → 大类 → 中类 (→ 小类 when loaded). A chosen code is a prefix: choosing 36 chooses 361
 * and 3670 with it. A section has a letter, which no condition can name, so its state follows its divisions.
 */
export function industryTree({ items, counts, chosen }: Tree): IndustryNode[] {
  const children = new Map<string | null, ListedIndustry[]>();
  for (const item of items) {
    const sisters = children.get(item.parent);
    if (sisters === undefined) children.set(item.parent, [item]);
    else sisters.push(item);
  }
  const build = (item: ListedIndustry): IndustryNode => {
    const below = (children.get(item.code) ?? []).map(build);
    const own = counts.get(item.code) ?? 0;
    return { ...named(item), count: own, state: stateOf(item.code, chosen, below), children: below };
  };
  return (children.get(null) ?? []).map(build);
}

function named({ code, name, nameEn, initials }: ListedIndustry) {
  return { code, name, nameEn, initials };
}

function stateOf(code: string, chosen: readonly string[], children: IndustryNode[]): CheckState {
  if (chosen.some((prefix) => code.startsWith(prefix))) return 'on';
  const states = new Set(children.map((child) => child.state));
  if (states.size === 1 && states.has('on')) return 'on';
  return states.has('on') || states.has('mixed') ? 'mixed' : 'off';
}

/**
 * The choice after a click on a node: what was off or mixed is chosen whole, what was on is left out. Leaving out one
 * group of a chosen division keeps its sisters.
 */
export function toggleIndustry(
  node: IndustryNode,
  tree: IndustryNode[],
  chosen: readonly string[],
): string[] {
  const codes = new Set(chosen);
  const targets = isSection(node.code) ? node.children : [node];
  for (const target of targets) {
    if (node.state === 'on') leaveOut(target.code, tree, codes);
    else choose(target.code, codes);
  }
  return [...codes].sort();
}

function choose(code: string, codes: Set<string>) {
  for (const other of codes) if (other.startsWith(code)) codes.delete(other);
  if (![...codes].some((prefix) => code.startsWith(prefix))) codes.add(code);
}

function leaveOut(code: string, tree: IndustryNode[], codes: Set<string>) {
  for (const other of codes) if (other.startsWith(code)) codes.delete(other);
  const ancestor = [...codes].find((prefix) => code.startsWith(prefix));
  const node = ancestor === undefined ? undefined : findNode(tree, ancestor);
  if (ancestor === undefined || node === undefined) return;
  codes.delete(ancestor);
  for (const child of node.children) codes.add(child.code);
  leaveOut(code, tree, codes);
}

export function findNode(tree: IndustryNode[], code: string): IndustryNode | undefined {
  for (const node of tree) {
    const found = node.code === code ? node : findNode(node.children, code);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** 大类 that no parcel admits and nobody has chosen: a long tail that stays folded until it is asked for. */
export function isIdleDivision({ code, count, state }: IndustryNode): boolean {
  return (code.length === 2 || isSection(code)) && count === 0 && state === 'off';
}

/** The tree without idle divisions, and how many were left out; groups of a division in use all stay. */
export function withoutIdle(tree: IndustryNode[]): { shown: IndustryNode[]; hidden: number } {
  let hidden = 0;
  const shown = tree.flatMap((section) => {
    const children = section.children.filter((division) => !isIdleDivision(division));
    hidden += section.children.length - children.length;
    return isIdleDivision(section) ? [] : [{ ...section, children }];
  });
  return { shown, hidden };
}

export function isSection(code: string): boolean {
  return /^[A-Z]$/.test(code);
}
