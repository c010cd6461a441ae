import type { StaffParcel } from '../../../api/drafts/schema.ts';

const afterDeal: StaffParcel['status'][] = ['sold', 'supplied', 'under-construction', 'in-production'];

/** Whether the public knows of a deal (成交), so that it has a winner. */
export function wasSold({ status }: Pick<StaffParcel, 'status'>): boolean {
  return afterDeal.includes(status);
}
