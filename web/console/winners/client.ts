import type { z } from 'zod';
import type { NewWinner, WinnerAnswer } from '../../../api/agreements/winner-schema.ts';
import { idempotencyKey, read, send, type Reply } from '../client.ts';

type Doing = () => Promise<Reply<void>>;
const path = (code: string) => `/api/parcels/${encodeURIComponent(code)}/winner`;

export function fetchWinner(code: string): Promise<Reply<WinnerAnswer>> {
  return read(path(code));
}

export function enterWinner(code: string, body: z.input<typeof NewWinner>): Doing {
  const key = idempotencyKey();
  return () => send('POST', path(code), { body, key });
}

export function decideWinner(code: string, outcome: 'confirmed' | 'refused'): Doing {
  const key = idempotencyKey();
  return () => send('POST', `${path(code)}/confirm`, { body: { outcome }, key });
}
