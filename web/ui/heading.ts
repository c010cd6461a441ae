import { getContext, setContext } from 'svelte';

const key = Symbol('headings are nested');

/** Sections below stand under another section's title, not under the page's. */
export function nestHeadings(): void {
  setContext(key, true);
}

/** The tag that keeps the order of headings without a gap (WCAG 1.3.1). */
export function headingTag(): 'h2' | 'h3' {
  return getContext(key) === true ? 'h3' : 'h2';
}
