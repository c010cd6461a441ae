import { read } from '../client.ts';
import { counts } from '../shell/counts.svelte.ts';

/** Once, for the number beside its section; the table keeps it up to date from then on. */
export async function countParcels(): Promise<void> {
  if (counts.parcels !== null) return;
  const reply = await read<{ total: number }>('/api/staff/parcels?limit=1');
  if (reply.ok) counts.knowParcels(reply.value.total);
}
