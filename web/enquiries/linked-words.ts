/** A piece of what somebody wrote; `code`: the parcel it names. */
export type WordPart = { text: string; code: string | null };

/** Of this portal: `parcels` names those that are known to be parcels, `origin` is where its own links begin. */
type Portal = { origin: string; parcels: readonly string[] };

const besideCode = /[\p{L}\p{N}]/u;
const ownLink = /https?:\/\/[^\s/]+\/parcels\/([^\s/?#，。；、）)]+)(?:\?[\w=&%-]*)?/gu;

/**
 * Words with what leads to a parcel's page: links of this portal, and the codes of parcels asked about or linked to. Any
 * other address stays the words it is: nobody is led from here to where a stranger wants.
 */
export function linkedWords(words: string, { origin, parcels }: Portal): WordPart[] {
  const linked = [...words.matchAll(ownLink)].filter(([link]) => link.startsWith(`${origin}/`));
  const known = [...new Set([...parcels, ...linked.map(([, code = '']) => decoded(code))])]
    .filter((code) => code !== '')
    .toSorted((a, b) => b.length - a.length);
  const parts: WordPart[] = [];
  let from = 0;
  for (const link of linked) {
    parts.push(...codesIn(words.slice(from, link.index), known), {
      text: link[0],
      code: decoded(link[1] ?? ''),
    });
    from = link.index + link[0].length;
  }
  return [...parts, ...codesIn(words.slice(from), known)].filter(({ text }) => text !== '');
}

/** `known` the longest first: a code that begins another is not taken for it. */
function codesIn(words: string, known: readonly string[]): WordPart[] {
  const found = known
    .map((code) => ({ code, at: placeOf(words, code) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)[0];
  if (found === undefined) return [{ text: words, code: null }];
  const { code, at } = found;
  const rest = codesIn(words.slice(at + code.length), known);
  return [{ text: words.slice(0, at), code: null }, { text: code, code }, ...rest];
}

/** Where it stands as a word of its own among Latin letters and digits; -1: nowhere. */
function placeOf(words: string, code: string): number {
  for (let at = words.indexOf(code); at >= 0; at = words.indexOf(code, at + 1)) {
    if (!isLatin(words[at - 1]) && !isLatin(words[at + code.length])) return at;
  }
  return -1;
}

function isLatin(letter: string | undefined): boolean {
  return letter !== undefined && besideCode.test(letter) && !/\p{Script=Han}/u.test(letter);
}

function decoded(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}
