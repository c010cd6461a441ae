import type { Absence } from '../../../api/duty/schema.ts';
import type { Failure } from '../client.ts';
import { fetchAbsences } from './duty-client.ts';

/** Absences from today on: of the own department, for an administrator of all. */
export class Absences {
  /** Null until they are read. */
  items = $state.raw<Absence[] | null>(null);
  failure = $state.raw<Failure | null>(null);

  readonly load = async (): Promise<void> => {
    const reply = await fetchAbsences();
    this.failure = reply.ok ? null : reply.failure;
    if (reply.ok) this.items = reply.value.items;
  };
}
