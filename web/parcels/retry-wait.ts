const firstMs = 3000;
const longestMs = 60_000;

/** How long to wait before a question that did not get out is asked again: twice as long each time, at most a minute. */
export function retryWaitMs(attempts: number): number {
  return Math.min(longestMs, firstMs * 2 ** attempts);
}
