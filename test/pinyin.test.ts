import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pinyinInitials, pinyinSyllables } from '../api/pinyin/rules.ts';
import { isSyllable, splitSyllables } from '../api/pinyin/syllables.ts';

describe('reading Chinese as pinyin', () => {
  it.each([
    ['汽车大道', 'qi che da dao'],
    ['重庆路', 'chong qing lu'],
    ['重工业', 'zhong gong ye'],
    ['长城路', 'chang cheng lu'],
    ['镇长', 'zhen zhang'],
    ['中国银行', 'zhong guo yin hang'],
    ['自行车', 'zi xing che'],
    ['车辆', 'che liang'],
    ['绿色', 'lv se'],
    ['六石街道', 'liu shi jie dao'],
    ['六合区', 'lu he qu'],
    ['乐清', 'yue qing'],
    ['闵行', 'min hang'],
    ['磐安', 'pan an'],
  ])('reads %s in its usual way', (text, syllables) => {
    expect(pinyinSyllables(text).join(' ')).toBe(syllables);
  });

  it('leaves out what is not Chinese', () => {
    expect(pinyinSyllables('A 区 1 号（ＷＹ-1）')).toEqual(['qu', 'hao']);
    expect(pinyinInitials('Plot 1')).toBe('');
    expect(pinyinInitials('汽车制造业')).toBe('qczzy');
  });

  it('knows every syllable that common characters are read with', () => {
    const unknown = Array.from({ length: 0x9fa5 - 0x4e00 }, (_value, index) =>
      String.fromCharCode(0x4e00 + index),
    ).filter((character) => pinyinSyllables(character).some((syllable) => !isSyllable(syllable)));
    // 呣 m and 嗯 ng have no vowel: nobody looks for land by them.
    expect(unknown).toEqual(['呣', '嗯']);
  });
});

describe('splitting letters into syllables', () => {
  const syllable = fc.constantFrom(
    'xi',
    'an',
    'qi',
    'che',
    'da',
    'dao',
    'zhuang',
    'lv',
    'gang',
    'er',
    'wu',
    'yi',
  );

  it('finds the way they were written', () => {
    fc.assert(
      fc.property(fc.array(syllable, { minLength: 1, maxLength: 6 }), (syllables) => {
        expect(splitSyllables(syllables.join(''))).toContainEqual(syllables);
      }),
    );
  });

  it('never invents letters, and ends at once on whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'angxiebu'), maxLength: 100 }), (letters) => {
        for (const split of splitSyllables(letters)) expect(split.join('')).toBe(letters);
      }),
    );
  });

  it.each([
    ['xian', ['xian', "xi'an"]],
    ['qiched', ["qi'che'd"]],
    ['qich', ["qi'ch"]],
    ['xiann', ["xi'an'n"]],
    ['qcdd', []],
    ['tax', []],
    ['park', []],
  ])('reads %s as %j', (letters, ways) => {
    expect(splitSyllables(letters).map((way) => way.join("'"))).toEqual(expect.arrayContaining(ways));
    if (ways.length === 0) expect(splitSyllables(letters)).toEqual([]);
  });
});
