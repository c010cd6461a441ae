import { commonWords } from './common-words.ts';

const shortest = 12;
const longest = 128;
/** A password made of so few well-known words, with digits and marks between, is tried early. */
const mostCommonWords = 3;
/** What must be left when the portal, the city and the person's own address are taken out. */
const leastOwnCharacters = 8;

export type PasswordContext = {
  /** Names everybody would think of first: of the city, in each language. */
  placeNames: readonly string[];
  email: string;
};

const portalNames = ['zhaotu', '招图', '招商地图', '招商', 'investment', 'map', 'portal'];

/**
 * Why a password is not good enough, or null. Length in characters after NFKC, no rules of composition (NIST SP 800-63B,
 * 5.1.1.2); refused are names of the portal, the city or the person with little else, and well-known ones: single common
 * words and runs of keys, doubled, with digits or marks, or with letters written as digits.
 */
export function passwordProblem(written: string, { placeNames, email }: PasswordContext): string | null {
  const password = written.normalize('NFKC');
  const length = [...password].length;
  if (length < shortest)
    return `至少 ${shortest} 个字符（现在 ${length} 个）· at least ${shortest} characters`;
  if (length > longest) return `至多 ${longest} 个字符 · at most ${longest} characters`;
  const plain = password.toLowerCase();
  const own = [...portalNames, ...placeNames, ...email.split(/[@.+_-]/)]
    .map((name) => name.normalize('NFKC').toLowerCase().replace(/\s/g, ''))
    .filter((name) => [...name].length >= 2);
  const others = withoutMarks(
    own.sort(longestFirst).reduce((rest, name) => rest.replaceAll(name, ''), plain),
  );
  if (own.some((name) => plain.includes(name)) && [...others].length < leastOwnCharacters)
    return '不要用平台、城市或自己的名字加数字 · not the name of the portal, the city or yourself with little else';
  if (isRun(plain) || spellings(plain).some(isCommon))
    return '这个密码太常见，容易被猜到 · too common, easily guessed';
  return null;
}

function longestFirst(one: string, other: string): number {
  return other.length - one.length;
}

function withoutMarks(text: string): string {
  return text.replace(/[\p{N}\p{P}\p{S}\s]/gu, '');
}

/** The same few characters again and again, or characters that follow one another: aaaaaaaaaaaa, abcabcabcabc, 123456789012. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  for (let period = 1; period <= 4; period += 1)
    if (codes.every((code, index) => code === codes[index % period])) return true;
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  const regular = steps.filter((step) => Math.abs(step) <= 1).length;
  return regular >= steps.length - 1;
}

/** As it is written, and with the letters that digits and marks inside it stand for. */
function spellings(text: string): string[] {
  const inner = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const read = (letters: Record<string, string>) =>
    inner.replace(/[013457@$!]/g, (character) => letters[character] ?? character);
  const letters = { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' };
  return [text, read(letters), read({ ...letters, 1: 'i' })];
}

/** Whether well-known words, few of them, with digits and marks around them, are all there is. */
function isCommon(text: string): boolean {
  const letters = withoutMarks(text);
  // Fewest words that cover the text up to each place.
  const fewest = [0, ...Array.from(letters, () => Infinity)];
  for (let end = 1; end <= letters.length; end += 1)
    for (let start = Math.max(0, end - longestWord); start < end; start += 1)
      if (commonWords.has(letters.slice(start, end)))
        fewest[end] = Math.min(fewest[end] ?? Infinity, (fewest[start] ?? Infinity) + 1);
  return (fewest[letters.length] ?? Infinity) <= mostCommonWords;
}

const longestWord = Math.max(...[...commonWords].map((word) => word.length));
