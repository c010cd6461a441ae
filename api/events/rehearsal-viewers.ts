import type { Context } from 'hono';
import type { Role } from '../accounts/terms.ts';

/** 演练 is seen by those who host an event, and by those who prepare and review what it shows. */
export const rehearsalViewers = ['host', 'publisher', 'reviewer'] as const satisfies [Role, ...Role[]];

/** Whether who asks on a public route may see rehearsals. */
export async function mayRehearse(context: Context): Promise<boolean> {
  const actor = await context.get('identify')();
  return actor !== null && !actor.lacksSecondFactor && rehearsalViewers.some((role) => role === actor.role);
}
