import type { IndustryNode } from './industry-tree.ts';
import { isSection } from './industry-tree.ts';

/** What a match needs of an industry; `initials` are the pinyin initials of its Chinese name. */
type Searched = Pick<IndustryNode, 'code' | 'name' | 'nameEn' | 'initials'>;

/** Nodes whose name, code or initials hold the words, with their ancestors; a match keeps what is below it. */
export function searchTree(tree: IndustryNode[], words: string): IndustryNode[] {
  const text = searchText(words);
  if (text === '') return tree;
  return tree.flatMap((node) => {
    if (matches(node, text)) return [node];
    const children = searchTree(node.children, text);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

export function matchesWords(industry: Searched, words: string): boolean {
  const text = searchText(words);
  return text !== '' && matches(industry, text);
}

/** 命中: how many industries match by themselves; sections only group, so they do not count. */
export function matchCount(tree: IndustryNode[], words: string): number {
  return tree.reduce((sum, node) => {
    const own = !isSection(node.code) && matchesWords(node, words) ? 1 : 0;
    return sum + own + matchCount(node.children, words);
  }, 0);
}

/** The part of the shown name that a match is about, to be underlined: `qc` means 汽车 in 汽车制造业. */
export function matchedPart(industry: Searched, shownName: string, words: string): string {
  const text = searchText(words);
  if (text === '' || shownName.toLowerCase().includes(text)) return text;
  const at = initialsMatch(industry.initials, text);
  // Punctuation has no initial; where the letters do not map one to one, nothing is underlined.
  const places = [...industry.name.matchAll(/[\p{L}\p{N}]/gu)].map(({ index }) => index);
  const [from, to] = [places[at], places[at + text.length - 1]];
  if (at < 0 || places.length !== industry.initials.length || from === undefined || to === undefined)
    return '';
  return industry.name.slice(from, to + 1);
}

function matches({ code, name, nameEn, initials }: Searched, text: string): boolean {
  return (
    code.toLowerCase().startsWith(text) ||
    name.includes(text) ||
    nameEn.toLowerCase().includes(text) ||
    initialsMatch(initials, text) >= 0
  );
}

/** One letter would be found in nearly every name: it must be the first. */
function initialsMatch(initials: string, text: string): number {
  if (text.length > 1) return initials.indexOf(text);
  return initials.startsWith(text) ? 0 : -1;
}

function searchText(words: string): string {
  return words.trim().toLowerCase();
}
