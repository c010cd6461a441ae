import fc from 'fast-check';
import { flushSync, mount, unmount } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Enquiry } from '../api/enquiries/schema.ts';
import { clockWords } from '../web/enquiries/follow/case-words.ts';
import { linkedWords } from '../web/enquiries/linked-words.ts';
import { overwriteGetLocale } from '../web/paraglide/runtime.js';
import { language } from '../web/ui/language.svelte.ts';
import MixedWords from '../web/ui/MixedWords.svelte';

beforeEach(() => {
  overwriteGetLocale(() => language.current);
  language.follow('zh-CN');
});

describe('a sentence with a name that stays Chinese', () => {
  const shown = (words: string) => {
    const page = mount(MixedWords, { target: document.body, props: { words } });
    flushSync();
    const { innerHTML } = document.body;
    void unmount(page);
    return innerHTML.replaceAll(/<!--.*?-->/g, '');
  };

  it('marks the name alone, on an English page alone', () => {
    language.follow('en');
    expect(shown('Assigned to 陆建平 today')).toBe('Assigned to <span lang="zh-CN">陆建平</span> today');
    language.follow('zh-CN');
    expect(shown('分给陆建平')).toBe('分给陆建平');
  });
});

describe('the clock in words', () => {
  const told = (clock: Partial<Enquiry['clock']>, firstAnswerAt: string | null = null) =>
    clockWords(
      {
        firstAnswerAt,
        clock: {
          phase: 'running',
          usedMinutes: 80,
          promisedMinutes: 480,
          dueAt: '2026-11-24T10:00:00+08:00',
          changesAt: '2026-11-24T09:00:00+08:00',
          ...clock,
        },
      },
      'zh-CN',
    ).trim();

  it('says whether it runs, is over, pauses, was stopped, ended or cannot be told', () => {
    expect([
      told({}),
      told({ usedMinutes: 614 }),
      told({ phase: 'paused' }).split(' 现在')[1],
      told({ phase: 'stopped' }, '2026-11-23T10:00:00+08:00'),
      told({ phase: 'stopped' }),
      told({ phase: 'undetermined', usedMinutes: null, dueAt: null }),
    ]).toEqual([
      '首次答复最迟 11-24 10:00，还剩 6 小时 40 分工作时间。',
      '已超过承诺的 8 个工作小时 2 小时 14 分。',
      '停表，11-24 09:00 继续。',
      '首次答复用了 1 小时 20 分（工作时间），承诺 8 小时。',
      '没有答复就结束了，已停表。',
      '假日未公布，按未定',
    ]);
  });
});

describe('what leads to a parcel in somebody’s words', () => {
  const home = 'https://land.example';
  const led = (words: string, parcels: string[] = ['JK-1', 'JK-12']) =>
    linkedWords(words, { origin: home, parcels });

  it('is the codes asked about, each as a word of its own, and this portal’s own addresses', () => {
    expect(led('JK-12和JK-1；XJK-1、JK-13')).toEqual([
      { text: 'JK-12', code: 'JK-12' },
      { text: '和', code: null },
      { text: 'JK-1', code: 'JK-1' },
      { text: '；XJK-1、JK-13', code: null },
    ]);
    const card = `见 ${home}/parcels/A-7?lang=en\nA-7 较近`;
    expect(led(card).filter(({ code }) => code !== null)).toEqual([
      { text: `${home}/parcels/A-7?lang=en`, code: 'A-7' },
      { text: 'A-7', code: 'A-7' },
    ]);
  });

  it('is never where a stranger wants', () => {
    for (const words of [
      'https://land.example.evil.example/parcels/JK-9',
      'http://evil.example/parcels/JK-9 javascript:alert(1)',
      '//evil.example/parcels/JK-9',
    ])
      expect(led(words)).toEqual([{ text: words, code: null }]);
  });

  it('loses not a letter, whatever is written', () => {
    const piece = fc.constantFrom(
      'JK-1',
      'JK-12',
      `${home}/parcels/`,
      '%E4%BD',
      '地块',
      ' ',
      '\n',
      'a',
      '。',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const words = pieces.join('');
        expect(
          led(words)
            .map(({ text }) => text)
            .join(''),
        ).toBe(words);
      }),
    );
  });
});
