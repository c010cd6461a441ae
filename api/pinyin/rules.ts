import { customPinyin, pinyin } from 'pinyin-pro';

/** Places and trade words whose reading the dictionary gets wrong. */
customPinyin({
  乐清: 'yue qing',
  乐亭: 'lao ting',
  乐陵: 'lao ling',
  乐都: 'le du',
  单县: 'shan xian',
  蔚县: 'yu xian',
  浚县: 'xun xian',
  歙县: 'she xian',
  莘庄: 'xin zhuang',
  洪洞: 'hong tong',
  尉犁: 'yu li',
  大埔: 'da bu',
  六合区: 'lu he qu',
  涡阳: 'guo yang',
  泌阳: 'bi yang',
  筠连: 'jun lian',
  繁峙: 'fan shi',
  吴堡: 'wu bu',
  闵行: 'min hang',
  给排水: 'ji pai shui',
  藏药: 'zang yao',
  薄膜: 'bo mo',
});

/**
 * The readings of the Chinese characters of a text without tones, one syllable a character, ü written v as on a keyboard
 * (`绿` is `lv`); everything else is left out. A character with several readings has the one of the word it stands in.
 */
export function pinyinSyllables(text: string): string[] {
  return pinyin(text.normalize('NFKC'), { toneType: 'none', type: 'array', v: true, nonZh: 'removed' })
    .map((syllable) => syllable.toLowerCase())
    .filter((syllable) => /^[a-z]+$/.test(syllable));
}

/** The first letters of the readings: `qczzy` of 汽车制造业. */
export function pinyinInitials(text: string): string {
  return pinyinSyllables(text)
    .map((syllable) => syllable.charAt(0))
    .join('');
}
