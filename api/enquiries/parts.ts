import type { IsTrustedProxy } from '../accounts/client-address.ts';
import type { SecretBox } from '../accounts/secret-box.ts';
import { workingDays } from '../calendar/working-days.ts';
import type { WorkingTime } from '../calendar/working-time.ts';
import type { City } from '../city/pack.ts';
import type { CityPack } from '../city/schema.ts';
import type { Database } from '../db/database.ts';
import type { AskingTurns } from './asking-turns.ts';

/** What enquiries are received and answered with. */
export type EnquiryParts = {
  database: Database;
  city: City;
  secrets: SecretBox;
  isTrustedProxy: IsTrustedProxy;
  origin: () => string;
  now: () => Date;
};

const times = new WeakMap<CityPack, WorkingTime>();

/** As `EnquiryParts`, for what visitors write. */
export type AskingParts = EnquiryParts & { turns: AskingTurns };

/** The city's office hours and the country's working days. */
export function workingTimeOf(pack: CityPack): WorkingTime {
  const { hours, years } = pack.workingTime;
  const time = times.get(pack) ?? { hours, isWorked: workingDays(years) };
  times.set(pack, time);
  return time;
}
