import type { IsTrustedProxy } from '../accounts/client-address.ts';
import type { SecretBox } from '../accounts/secret-box.ts';
import type { City } from '../city/pack.ts';
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

/** As `EnquiryParts`, for what visitors write. */
export type AskingParts = EnquiryParts & { turns: AskingTurns };
