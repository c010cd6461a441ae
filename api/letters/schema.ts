import { z } from 'zod';
import { canBeDialled, media } from './terms.ts';

/** As people write a number, and so that a code or a word by short message can be sent to it. */
export const Telephone = z
  .string()
  .trim()
  .regex(/^\+?\d[\d ()-]{4,24}\d$/, 'a telephone number')
  .refine(canBeDialled, 'a telephone number, of 6 to 20 digits');

const Instant = z.iso.datetime({ offset: true });

/** A letter that was given up: never whom it went to or what it said, which is gone. */
const DeadLetter = z.object({
  id: z.uuid(),
  medium: z.enum(media),
  /** The act it told of, e.g. `enquiry.answer`. */
  cause: z.string(),
  writtenAt: Instant,
  failedAt: Instant,
  attempts: z.number(),
  /** What the server said, as codes. */
  failure: z.string(),
  enquiryNumber: z.string().nullable(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

/** Letters that nobody took yet and that are tried again. */
const DelayedLetters = z.object({
  medium: z.enum(media),
  count: z.number(),
  oldestAt: Instant,
  /** What the server said last. */
  failure: z.string(),
});

export const DeadLetters = z.object({
  total: z.number(),
  /** The newest. */
  items: z.array(DeadLetter),
  delayed: z.array(DelayedLetters),
});
export type DeadLetters = z.infer<typeof DeadLetters>;
