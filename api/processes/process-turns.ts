import { AppError } from '../errors.ts';

export type TurnLimits = {
  /** Processes at once, and of one address one. */
  mostAtOnce: number;
  /** Who would be one too many takes the last place of the address that has most of them, or is refused at once. */
  mostWaiting: number;
  /** One office or one WeChat gateway speaks for many people, not for more than this. */
  mostWaitingOfOne: number;
  longestWaitMs: number;
  /** What whoever is refused is told. */
  detail: string;
};

/** `signal`: whoever went away leaves the line. */
export type Asker = { address: string; signal: AbortSignal };

export type ProcessTurns = <Result>(asker: Asker, run: () => Promise<Result>) => Promise<Result>;

type Place = { address: string; begin: () => void; leave: () => void };

const retryAfterSeconds = 10;

/**
 * What anybody may ask a process for: few run at once, few wait with what they sent in memory, and addresses take turns, so
 * that who sends the slowest files waits for himself.
 * @throws AppError `busy` (503) for whoever would be one too many, or whose turn does not come in time.
 */
export function takeProcessTurns(limits: TurnLimits): ProcessTurns {
  const { mostAtOnce, mostWaiting, mostWaitingOfOne, longestWaitMs, detail } = limits;
  let waiting: Place[] = [];
  const atWork = new Set<string>();
  const busy = () => new AppError('busy', { detail, retryAfterSeconds });

  function longestLine(): Place[] {
    const lines = new Map<string, Place[]>();
    for (const place of waiting) lines.set(place.address, [...(lines.get(place.address) ?? []), place]);
    return [...lines.values()].reduce<Place[]>(
      (longest, line) => (line.length > longest.length ? line : longest),
      [],
    );
  }

  function beginNext() {
    while (atWork.size < mostAtOnce) {
      const next = waiting.find(({ address }) => !atWork.has(address));
      if (next === undefined) return;
      const others = waiting.filter((place) => place !== next);
      // Whatever else this address waits for stands behind everybody else.
      waiting = [
        ...others.filter(({ address }) => address !== next.address),
        ...others.filter(({ address }) => address === next.address),
      ];
      atWork.add(next.address);
      next.begin();
    }
  }

  async function turnOf({ address, signal }: Asker) {
    const own = waiting.filter((place) => place.address === address);
    if (own.length >= mostWaitingOfOne) throw busy();
    if (waiting.length >= mostWaiting) {
      const longest = longestLine();
      // Two addresses that fill the line do not shut it for all others.
      if (longest.length <= own.length + 1) throw busy();
      longest.at(-1)?.leave();
    }
    let leave = () => {};
    const begun = new Promise<void>((begin, giveUp) => {
      const place = { address, begin, leave: () => leave() };
      leave = () => {
        waiting = waiting.filter((other) => other !== place);
        giveUp(busy());
      };
      waiting.push(place);
    });
    const timer = setTimeout(leave, longestWaitMs);
    signal.addEventListener('abort', leave, { once: true });
    beginNext();
    try {
      await begun;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
    }
  }

  return async (asker, run) => {
    asker.signal.throwIfAborted();
    await turnOf(asker);
    try {
      return await run();
    } finally {
      atWork.delete(asker.address);
      beginNext();
    }
  };
}
