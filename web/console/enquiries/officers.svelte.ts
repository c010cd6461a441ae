import type { Officer } from '../../../api/duty/schema.ts';
import { fetchOfficers } from './duty-client.ts';

let items = $state.raw<Officer[] | null>(null);

/** 承办人 of every department, those on duty first. */
export const officers = {
  /** Null until they are known. */
  get all(): readonly Officer[] | null {
    return items;
  },
  of(department: string): Officer[] {
    return items?.filter((officer) => officer.department === department) ?? [];
  },
  async load(): Promise<void> {
    const reply = await fetchOfficers();
    if (reply.ok) items = reply.value.items;
  },
};
