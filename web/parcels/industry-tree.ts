import type { Industry } from '../../api/city/schema.ts';

export type CheckState = 'on' | 'off' | 'mixed';

export type IndustryNode = {
  code: string;
  name: string;
  nameEn: string;
  /** Parcels that admit it or anything below it. */
  count: number;
  state: CheckState;
  children: IndustryNode[];
};

type Tree = { items: Industry[]; counts: ReadonlyMap<string, number>; chosen: readonly string[] };

/**
 * GB/T 4754 as a tree of 门类 → 大类 → 中类 (→ 小类 when loaded). A chosen code is a prefix: choosing 36 chooses 361
 * and 3670 with it. A section has a letter, which no condition can name, so its state follows its divisions.
 */
export function industryTree({ items, counts, chosen }: Tree): IndustryNode[] {
  const children = new Map<string | null, Industry[]>();
  for (const item of items) children.set(item.parent, [...(children.get(item.parent) ?? []), item]);
  const build = (item: Industry): IndustryNode => {
    const below = (children.get(item.code) ?? []).map(build);
    const own = counts.get(item.code) ?? 0;
    return { ...named(item), count: own, state: stateOf(item.code, chosen, below), children: below };
  };
  return (children.get(null) ?? []).map(build);
}

function named({ code, name, nameEn }: Industry) {
  return { code, name, nameEn };
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

/** Nodes whose name or code holds the words, with their ancestors; a node that matches keeps what is below it. */
export function searchTree(tree: IndustryNode[], words: string): IndustryNode[] {
  const text = words.trim().toLowerCase();
  if (text === '') return tree;
  return tree.flatMap((node) => {
    if (matchesWords(node, text)) return [node];
    const children = searchTree(node.children, text);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

export function matchesWords({ code, name, nameEn }: IndustryNode, text: string): boolean {
  return code.toLowerCase().startsWith(text) || name.includes(text) || nameEn.toLowerCase().includes(text);
}

export function isSection(code: string): boolean {
  return /^[A-Z]$/.test(code);
}
