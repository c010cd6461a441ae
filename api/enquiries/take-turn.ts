import type { Context, MiddlewareHandler } from 'hono';
import { clientAddress } from '../accounts/client-address.ts';
import { linkHeader } from './access.ts';
import type { Asking } from './asking-turns.ts';
import type { AskingParts } from './parts.ts';
import { senderOf } from './throttle.ts';

type TurnParts = Pick<AskingParts, 'turns' | 'isTrustedProxy'>;

/** Everything that a visitor's or an investor's post causes happens in his turn; staff do not stand in line with them. */
export function takeTurn(parts: TurnParts): MiddlewareHandler {
  return async (context, next) => {
    if (await isStaffAtWork(context)) return await next();
    await parts.turns(askingOf(context, parts), next);
  };
}

/** Whose turn a request takes. */
export function askingOf(context: Context, { isTrustedProxy }: TurnParts): Asking {
  return { address: senderOf(clientAddress(context, isTrustedProxy)), signal: context.req.raw.signal };
}

async function isStaffAtWork(context: Context): Promise<boolean> {
  if (context.req.header(linkHeader) !== undefined) return false;
  const actor = await context.get('identify')();
  return actor !== null && actor.role !== 'investor';
}
