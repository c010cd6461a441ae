/** A clock that a test moves on by itself: a second at each look, so that nothing happens at one instant. */
export function tickingClock(start = new Date('2026-11-22T02:00:00Z')) {
  let at = start.getTime();
  return {
    now: () => new Date((at += 1000)),
    forward(ms: number) {
      at += ms;
    },
  };
}
