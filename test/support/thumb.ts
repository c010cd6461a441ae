import type { Locator } from 'playwright-core';

/** Of a person who looks for a thing, reaches it and waits for what follows. */
const tapSeconds = 3;
/** Two characters a second, which is slow for two thumbs. */
const keySeconds = 0.5;

/** One person's hand on a telephone: how long a form takes is what it asks to be tapped and typed. */
export function thumb() {
  let seconds = 0;
  return {
    async tap(target: Locator): Promise<void> {
      seconds += tapSeconds;
      await target.tap();
    },
    async type(target: Locator, words: string): Promise<void> {
      seconds += tapSeconds + words.length * keySeconds;
      await target.tap();
      await target.pressSequentially(words);
    },
    /** By hand alone: how fast this machine draws the pages says nothing of the form. */
    seconds: () => seconds,
  };
}
