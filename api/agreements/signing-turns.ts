import { refusedFor } from './refused-for.ts';

const mostAtOnce = 4;
const mostWaiting = 400;

const waiting: (() => void)[] = [];
let underWay = 0;

/**
 * Few signatures are made at once in this process, in the order in which they came: a hundred who sign in one minute must not
 * take every connection and core from those who only look at the map.
 * @throws AppError `busy` (503) for whoever would be one too many.
 */
export async function inSigningTurn<T>(run: () => Promise<T>): Promise<T> {
  if (underWay < mostAtOnce) underWay += 1;
  else {
    if (waiting.length >= mostWaiting)
      throw refusedFor('many-sign', 'busy', {
        detail: '同时签署的人很多，请稍候再试，验证码仍有效。',
        retryAfterSeconds: 5,
      });
    // Whoever ends hands his place on.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  try {
    return await run();
  } finally {
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  }
}
