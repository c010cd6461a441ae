import { followEvent, type Told } from './follow.ts';

export type Followed = { readonly told: Told; /** By the server's clock. */ now: () => Date };

const nothing: Told = {
  ...{ snapshot: null, signal: 'behind', heardAt: null, viewers: null, cue: null, failure: null },
};

/** The event as it stands, while the component that calls this lives. */
export function followed(slug: () => string): Followed {
  let told = $state.raw<Told>(nothing);
  let now = () => new Date();

  $effect(() => {
    told = nothing;
    const follower = followEvent(slug(), { report: (heard) => (told = heard) });
    now = follower.now;
    const wake = () => follower.wake();
    const look = () => document.visibilityState === 'visible' && follower.wake();
    const cut = () => follower.cut();
    addEventListener('online', wake);
    addEventListener('offline', cut);
    document.addEventListener('visibilitychange', look);
    return () => {
      removeEventListener('online', wake);
      removeEventListener('offline', cut);
      document.removeEventListener('visibilitychange', look);
      follower.leave();
    };
  });

  return {
    get told() {
      return told;
    },
    now: () => now(),
  };
}
