import type { ManagedDepartment } from '../../../api/accounts/schema.ts';
import type { Failure } from '../client.ts';
import { fetchDepartments } from './client.ts';

/** Every department; a city has a few dozen at most. */
export class Departments {
  items = $state.raw<ManagedDepartment[]>([]);
  failure = $state.raw<Failure | null>(null);
  isKnown = $state(false);

  readonly load = async (): Promise<void> => {
    const reply = await fetchDepartments();
    this.failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    this.items = reply.value.items;
    this.isKnown = true;
  };

  put(department: ManagedDepartment): void {
    const isKnown = this.items.some(({ code }) => code === department.code);
    this.items = isKnown
      ? this.items.map((item) => (item.code === department.code ? department : item))
      : [...this.items, department];
  }
}
