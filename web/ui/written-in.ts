import { language } from './language.svelte.ts';

/**
 * Language of words that stay as their document has them (names of sources, numbers of approvals, bounds), for `lang`
 * where it is not the page's: a screen reader then changes its voice. See WCAG 2.2, 3.1.2.
 */
export function writtenIn(words: string | null | undefined): 'zh-CN' | undefined {
  if (words == null || language.current === 'zh-CN') return undefined;
  return /\p{Script=Han}/u.test(words) ? 'zh-CN' : undefined;
}
