import type { z } from 'zod';
import { checked } from '../validation.ts';
import type { SigningReason } from './terms.ts';

const reasons: Record<string, SigningReason> = {
  otp: 'malformed-code',
  name: 'malformed-name',
  typedName: 'malformed-name',
  email: 'malformed-email',
  phone: 'malformed-phone',
  reason: 'malformed-reason',
};

/** What somebody types who came by a link: where it has not the form that is asked for, his page says which field, in his language. */
export function typedBySigner<Schema extends z.ZodType>(schema: Schema) {
  return checked('json', schema, reasonOf);
}

function reasonOf(path: string): SigningReason {
  return (Object.hasOwn(reasons, path) ? reasons[path] : undefined) ?? 'malformed';
}
