import type { ResponseTimes } from '../../api/enquiries/response-schema.ts';
import { fetchResponseTimes } from './client.ts';

let known = $state.raw<ResponseTimes | null>(null);
let asking: Promise<void> | null = null;

/** The public figures beside what asks; without them nothing is missing but a word. */
export const responseTimes = {
  get known(): ResponseTimes | null {
    return known;
  },
  /** Once a page: they move by the hour. */
  load(): Promise<void> {
    asking ??= fetchResponseTimes().then((reply) => {
      if (reply.ok) known = reply.value;
      else asking = null;
    });
    return asking;
  },
};

/** 中位首答 of a department in minutes of working time; null below ten cases, and while it is not known. */
export function medianMinutesOf(department: string): number | null {
  return known?.departments.find(({ code }) => code === department)?.medianMinutes ?? null;
}
