import type { Me } from '../../api/accounts/schema.ts';
import { hint } from './hint.svelte.ts';

let me = $state.raw<Me | null>(null);
let lost = $state(false);

/** Who is signed in, as the server said last. */
export const presence = {
  get me(): Me | null {
    return me;
  },
  /** The server no longer knows who asks: the session ended, or another page signed out. */
  get lost(): boolean {
    return lost;
  },
  arrive(known: Me): void {
    me = known;
    lost = false;
    hint.keep(known.role === 'investor' ? 'investor' : 'staff');
  },
  /** What stands on the page may stay; the next act needs a sign-in. */
  lose(): void {
    lost = true;
    hint.drop();
  },
  /** Signed out on purpose: nothing of the person stays. */
  leave(): void {
    me = null;
    lost = false;
    hint.drop();
  },
};
