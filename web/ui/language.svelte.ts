import type { LocalText } from '../../api/city/schema.ts';
import type { Locale } from '../../api/units/rules.ts';
import { overwriteGetLocale } from '../paraglide/runtime.js';

const storageKey = 'zhaotu-language';
const first = firstChoice();
let chosen = $state<Locale>(first);

// The compiled texts ask for the language each time they are called; asking a rune makes every text follow a switch.
overwriteGetLocale(() => chosen);
document.documentElement.lang = first;

export const language = {
  get current(): Locale {
    return chosen;
  },
  /** The page follows at once; what a link asks for holds for that link alone. */
  follow(locale: Locale): void {
    chosen = locale;
    document.documentElement.lang = locale;
  },
  /** The person's own choice: remembered on this device where storage is allowed. */
  choose(locale: Locale): void {
    language.follow(locale);
    try {
      localStorage.setItem(storageKey, locale);
    } catch {
      // Storage is refused in some private windows: the link still carries the language.
    }
  },
};

/** City data carries both languages; names of the record carry English beside the original. */
export function localText(text: LocalText): string {
  return text[chosen];
}

export function localName(named: { name: string; nameEn: string }): string {
  return chosen === 'en' ? named.nameEn : named.name;
}

/** The link says it, else the last choice, else the browser; a browser that wants neither gets the original. */
function firstChoice(): Locale {
  const linked = new URLSearchParams(location.search).get('lang');
  return (
    [linked, remembered(), ...navigator.languages].map(supported).find((locale) => locale !== null) ?? 'zh-CN'
  );
}

function supported(tag: string | null): Locale | null {
  if (tag === null) return null;
  if (tag.startsWith('zh')) return 'zh-CN';
  return tag.startsWith('en') ? 'en' : null;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
