import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import english from '../web/messages/en.json' with { type: 'json' };
import chinese from '../web/messages/zh-CN.json' with { type: 'json' };

const texts = [chinese, english].map((messages) => new Map<string, unknown>(Object.entries(messages)));
const keysOf = (messages: object) => Object.keys(messages).filter((key) => key !== '$schema');

/** Texts that are the same in both languages, and why: nothing in them is a word. */
const sameInBoth = new Set(['quoted', 'export_of_count', 'editor_area_equals', 'agreement_kilobytes']);

function sourceOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.(svelte|ts)$/.test(entry.name) && !entry.parentPath.includes('paraglide'),
    )
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .join('\n');
}

const source = sourceOf('web');
const used = new Set([...source.matchAll(/\bm\.([a-z0-9_]+)\b/g)].map((match) => match[1]));

describe('the texts', () => {
  it('have the same keys in both languages', () => {
    expect(keysOf(english).sort()).toEqual(keysOf(chinese).sort());
  });

  it('hold every text that a component asks for, and none that nobody does', () => {
    expect([...used].sort()).toEqual(keysOf(chinese).sort());
  });

  it('are translated: no English text is Chinese, and none is left as it was', () => {
    for (const key of keysOf(chinese)) {
      const [original, translation] = texts.map((messages) => JSON.stringify(messages.get(key)));
      if (!sameInBoth.has(key)) expect(translation, key).not.toBe(original);
      expect(translation, key).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it('take the same values in both languages', () => {
    const placeholders = (value: unknown) =>
      [...new Set(JSON.stringify(value).match(/\{\w+\}/g) ?? [])].sort();
    const unequal = keysOf(chinese).filter((key) => {
      const [original, translation] = texts.map((messages) => placeholders(messages.get(key)));
      return translation?.some((name) => !original?.includes(name));
    });
    expect(unequal).toEqual([]);
  });

  it('say nothing that a land portal must not say', () => {
    const all = JSON.stringify(chinese) + JSON.stringify(english);
    // A reserve price (底价) is the seller's; nobody reserves land.
    expect(all).not.toMatch(/预订|抢占|购买|在线购地|暂无数据|Oops|Reserve(?! price)|!|！/);
  });
});
