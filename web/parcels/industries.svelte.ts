import type { ListedIndustry } from '../../api/city/schema.ts';
import { language } from '../ui/language.svelte.ts';
import { fetchIndustries } from './client.ts';

let items = $state.raw<ListedIndustry[]>([]);
let asked = false;
let failed = $state(false);
const byCode = $derived(new Map(items.map((item) => [item.code, item])));

/** The table of GB/T 4754 as this city has loaded it; fetched once, when something first needs it. */
export const industryTable = {
  get items(): ListedIndustry[] {
    return items;
  },
  /** The last try to fetch it failed; loading again may help. */
  get failed(): boolean {
    return failed;
  },
  name(code: string): string | null {
    const industry = byCode.get(code);
    if (industry === undefined) return null;
    return language.current === 'en' ? industry.nameEn : industry.name;
  },
  of(code: string): ListedIndustry | null {
    return byCode.get(code) ?? null;
  },
  async load(): Promise<void> {
    if (asked) return;
    asked = true;
    failed = false;
    const reply = await fetchIndustries(new AbortController().signal);
    failed = !reply.ok;
    if (reply.ok) items = reply.value;
    // Asked again the next time it is needed.
    else asked = false;
  },
};
