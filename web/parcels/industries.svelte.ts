import type { Industry } from '../../api/city/schema.ts';
import { language } from '../ui/language.svelte.ts';
import { fetchIndustries } from './client.ts';

let items = $state.raw<Industry[]>([]);
let asked = false;
const byCode = $derived(new Map(items.map((item) => [item.code, item])));

/** The table of GB/T 4754 as this city has loaded it; fetched once, when something first needs it. */
export const industryTable = {
  get items(): Industry[] {
    return items;
  },
  name(code: string): string | null {
    const industry = byCode.get(code);
    if (industry === undefined) return null;
    return language.current === 'en' ? industry.nameEn : industry.name;
  },
  async load(): Promise<void> {
    if (asked) return;
    asked = true;
    const reply = await fetchIndustries(new AbortController().signal);
    if (reply.ok) items = reply.value;
    // Asked again the next time it is needed.
    else asked = false;
  },
};
