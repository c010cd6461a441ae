/**
 * 禁则: where a line of Chinese may end (GB/T 15834-2011, 5.1; UAX #14 in spirit). Figures stay with their unit and sign,
 * words and numbers in Latin letters stay whole.
 */

/** 不出现在行首. */
const noStart = new Set('，。、；：？！）》」』】〕〉”’％%‰℃·…～—,.;:?!)]}');
/** 不出现在行末. */
const noEnd = new Set('（《「『【〔〈“‘￥¥$([{№');

/** Punctuation whose ink is in the left half of its square, and in the right half. */
const leftHalf = new Set('，。、；：）》」』】〕〉”’');
const rightHalf = new Set('（《「『【〔〈“‘');

const unit =
  '(?:平方米|平方公里|公顷|亩|万元|亿元|元|千米|公里|毫米|厘米|米|吨标准煤|吨|个工作日|个月|个|年|月|日|天|小时|分钟|万套|万台|套|台|人|名|倍|%|％|‰|㎡|m²|km²)';
const figure = '\\d[\\d,.]*';
/** `≥ 350 万元/亩·年`, `1.5 – 2.5`, `2026 年`, `第十二条`, `（大写：`, `O’Connor`, `——`. */
const whole = new RegExp(
  `(?:[≥≤＞＜><≈±] ?)?${figure}(?: ?[-–~～] ?${figure})*(?: ?${unit}(?:[/·]${unit})*)?|第[零一二三四五六七八九十百]+[条款项]|（大写：|\\p{L}’\\p{L}|—{2,}|…{2,}`,
  'gu',
);

/** May a line end behind each character? A space at the end of a line hangs over its edge. */
export function lineEnds(characters: string[]): boolean[] {
  const inside = new Set(
    matches(characters, whole).flatMap(({ first, length }) => behind(first, length - 1)),
  );
  const addresses = new Set(matches(characters, addressPart).map(({ first }) => first));
  let seen = '';
  return characters.map((char, index) => {
    const next = characters[index + 1];
    if (!isSpace(char)) seen = char;
    if (next === undefined) return true;
    if (inside.has(index) || isSpace(next)) return false;
    if (noStart.has(next) || noEnd.has(seen)) return false;
    if (addresses.has(index)) return true;
    return !(isNarrow(char) && isNarrow(next));
  });
}

/**
 * What the distance behind a character differs by, in parts of the size. Two marks of punctuation share the blank between
 * them, one at the end of a line leaves its own; Chinese and Latin letters or digits keep a little apart (JLREQ 3.2.6); an
 * apostrophe in a foreign name, which the font draws as wide as a Chinese quotation mark, closes up.
 */
export function spacing(char: string, next: string | undefined): number {
  if (next === undefined) return leftHalf.has(char) ? -0.5 : 0;
  if (char === '’' && isLetter.test(next)) return -0.72;
  const isBlankBetween =
    (leftHalf.has(char) && (leftHalf.has(next) || rightHalf.has(next))) ||
    (rightHalf.has(char) && rightHalf.has(next));
  if (isBlankBetween) return -0.5;
  const isMixed =
    (isIdeograph.test(char) && isLetter.test(next)) || (isLetter.test(char) && isIdeograph.test(next));
  return isMixed ? 0.18 : 0;
}

/** The blank that a mark leaves at the beginning of a line, in parts of the size: 行首的开始标点. */
export function leadingBlank(char: string | undefined): number {
  return char !== undefined && rightHalf.has(char) ? 0.5 : 0;
}

const isIdeograph = /\p{Script=Han}/u;
const isLetter = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\d]/u;

/** May the distance behind a character grow, so that the line ends at the margin? Never inside a word or a number. */
export function isStretchable(char: string, next: string): boolean {
  if (rightHalf.has(char) || leftHalf.has(next) || isSpace(next)) return false;
  if (char === '—' || char === '…') return char !== next;
  if (char === '’' && isLetter.test(next)) return false;
  return !(isNarrow(char) && isNarrow(next));
}

export function isSpace(char: string): boolean {
  return char === ' ' || char === '\u3000';
}

/** Letters, digits and signs that are set closely; a no-break space is one of them. */
function isNarrow(char: string): boolean {
  return char > ' ' && char < '\u2E80' && !noStartChinese.has(char) && !rightHalf.has(char);
}

const noStartChinese = new Set('”’·…—');

/** A web address may end a line behind a part of it. */
const addressPart = /(?<=[a-z]:\/\/[!-~]*)[/?&=](?=[^/?&=])/g;

/** Where a pattern is found, counted by character and not by code unit. */
function matches(characters: string[], pattern: RegExp): { first: number; length: number }[] {
  const starts = new Map<number, number>();
  let offset = 0;
  for (const [index, char] of characters.entries()) {
    starts.set(offset, index);
    offset += char.length;
  }
  return [...characters.join('').matchAll(pattern)].map((match) => ({
    first: starts.get(match.index) ?? 0,
    length: [...match[0]].length,
  }));
}

function behind(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, step) => first + step);
}
