import { longestWaitMs } from '../video/cue-time-rules.ts';

/** What the address of a big screen says of its hall. */
export type Hall = {
  /** `?hall=main`: it is that venue, whose own picture is not thrown back at it. */
  own: string | null;
  /** `?delayMs=2500`: it looks at a picture that is so late. A hall that sees the stage itself waits for nothing. */
  delayMs: number;
};

export function hallAt(search: string): Hall {
  const query = new URLSearchParams(search);
  const delay = query.get('delayMs') ?? '';
  return {
    own: query.get('hall'),
    delayMs: /^\d{1,5}$/.test(delay) ? Math.min(Number(delay), longestWaitMs) : 0,
  };
}
