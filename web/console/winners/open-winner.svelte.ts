import type { WinnerAnswer } from '../../../api/agreements/winner-schema.ts';
import { Reading } from '../shell/reading.svelte.ts';
import { fetchWinner } from './client.ts';

/** The winner of the parcel on the screen. */
export class OpenWinner extends Reading<WinnerAnswer> {
  #code: string | null = null;

  async open(code: string): Promise<void> {
    if (this.#code !== code) this.value = null;
    this.#code = code;
    await this.renew();
  }

  readonly renew = async (): Promise<void> => {
    const code = this.#code;
    if (code !== null) await this.take(() => fetchWinner(code));
  };
}
