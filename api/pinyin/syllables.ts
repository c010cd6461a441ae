/** Every syllable of Hanyu Pinyin as it is typed, by what stands before its vowel. */
const finalsByInitial: Record<string, string> = {
  '': 'a ai an ang ao e ei en eng er o ou',
  b: 'a ai an ang ao ei en eng i ian iao ie in ing o u',
  p: 'a ai an ang ao ei en eng i ian iao ie in ing o ou u',
  m: 'a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u',
  f: 'a an ang ei en eng o ou u',
  d: 'a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo',
  t: 'a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo',
  n: 'a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan un uo v ve',
  l: 'a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve',
  g: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  k: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  h: 'a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo',
  j: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  q: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  x: 'i ia ian iang iao ie in ing iong iu u uan ue un',
  zh: 'a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo',
  ch: 'a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo',
  sh: 'a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo',
  r: 'an ang ao e en eng i ong ou u ua uan ui un uo',
  z: 'a ai an ang ao e ei en eng i ong ou u uan ui un uo',
  c: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
  s: 'a ai an ang ao e en eng i ong ou u uan ui un uo',
  y: 'a an ang ao e i in ing o ong ou u uan ue un',
  w: 'a ai an ang ao ei en eng o u',
};

const syllables = new Set(
  Object.entries(finalsByInitial).flatMap(([initial, finals]) =>
    finals.split(' ').map((final) => initial + final),
  ),
);
const beginnings = new Set(
  [...syllables].flatMap((syllable) =>
    Array.from(syllable, (_letter, index) => syllable.slice(0, index + 1)),
  ),
);

/** No syllable is longer: zhuang, chuang, shuang. */
const longestSyllable = 6;

/** `xian` is xian and xi'an, and a name of twelve syllables can be read in twenty ways. */
const mostReadings = 24;

/**
 * The ways to read letters as whole syllables, longer syllables first. The last may be only begun, as while typing: by one
 * letter after two whole ones, so that `tax` is no pinyin. Empty where the letters are none.
 */
export function splitSyllables(letters: string): string[][] {
  const readings: string[][] = [];
  const hopeless = new Set<number>();
  readFrom(0, []);
  return readings;

  function readFrom(start: number, before: string[]): void {
    if (readings.length >= mostReadings || hopeless.has(start)) return;
    const foundBefore = readings.length;
    for (let length = Math.min(longestSyllable, letters.length - start); length > 0; length -= 1) {
      const part = letters.slice(start, start + length);
      const isLast = start + length === letters.length;
      if (isLast && (syllables.has(part) || isBegun(part, before.length))) readings.push([...before, part]);
      else if (!isLast && syllables.has(part)) readFrom(start + length, [...before, part]);
      if (readings.length >= mostReadings) return;
    }
    // What cannot be read after two syllables cannot be read after any other beginning.
    if (before.length > 1 && readings.length === foundBefore) hopeless.add(start);
  }
}

function isBegun(part: string, syllablesBefore: number): boolean {
  return beginnings.has(part) && syllablesBefore + part.length > 2 && syllablesBefore > 0;
}

/** Whether it is one whole syllable. */
export function isSyllable(letters: string): boolean {
  return syllables.has(letters);
}
