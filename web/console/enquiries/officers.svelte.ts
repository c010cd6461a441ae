import type { Officer } from '../../../api/duty/schema.ts';
import { fetchOfficers } from './duty-client.ts';

let items = $state.raw<Officer[]>([]);

/** 承办人 of every department, those on duty first; none until they are known. */
export const officers = {
  of(department: string): Officer[] {
    return items.filter((officer) => officer.department === department);
  },
  async load(): Promise<void> {
    const reply = await fetchOfficers();
    if (reply.ok) items = reply.value.items;
  },
};
