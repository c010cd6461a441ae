import { workingDays } from '../calendar/working-days.ts';
import type { WorkingTime } from '../calendar/working-time.ts';
import type { CityPack } from './schema.ts';

const times = new WeakMap<CityPack, WorkingTime>();

/** The city's office hours and the country's working days. */
export function workingTimeOf(pack: CityPack): WorkingTime {
  const { hours, years } = pack.workingTime;
  const time = times.get(pack) ?? { hours, isWorked: workingDays(years) };
  times.set(pack, time);
  return time;
}
