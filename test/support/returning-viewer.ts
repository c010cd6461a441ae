import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { followEvent, type EventViewer } from './event-viewer.ts';

const Entry = z.object({ seq: z.int() });
const Reset = z.object({ epoch: z.string(), seq: z.int() });

/** A viewer who comes back after each lost line, in the time he was told, to the other server. */
export class ReturningViewer {
  /** The numbers that came to him, of each log that he was sent to, behind where he began it. */
  readonly logs: number[][] = [[0]];
  /** When he asked and was let in again, in milliseconds. */
  readonly returns: number[] = [];
  resets = 0;
  #epoch = '';
  #read = 0;
  #isOver = false;
  #viewer: EventViewer | null = null;
  readonly #origins: readonly string[];
  readonly #slug: string;
  readonly #index: number;

  constructor(origins: readonly string[], slug: string, index: number) {
    [this.#origins, this.#slug, this.#index] = [origins, slug, index];
  }

  /** As the id of an entry: the log he is on, and the last number. */
  get place(): string {
    this.#take();
    return `${this.#epoch}.${this.logs.at(-1)?.at(-1)}`;
  }

  async follow(): Promise<void> {
    let id: string | undefined;
    let retryMs = 500;
    for (let line = this.#index; !this.#isOver; line += 1) {
      const origin = this.#origins[line % this.#origins.length] ?? '';
      const url = `${origin}/api/events/${this.#slug}/stream?after=0`;
      const asked = Date.now();
      const viewer = await followEvent(url, id).catch(() => null);
      if (viewer?.response.statusCode === 200) {
        if (id !== undefined) this.returns.push(asked);
        [this.#viewer, this.#read] = [viewer, 0];
        if (this.#isOver) viewer.close();
        await viewer.over();
        this.#take();
        id = viewer.id === '' ? id : viewer.id;
        retryMs = viewer.retries.at(-1) ?? retryMs;
      } else viewer?.close();
      if (!this.#isOver) await wait(retryMs);
    }
  }

  stop(): void {
    this.#isOver = true;
    this.#viewer?.close();
  }

  #take(): void {
    const messages = this.#viewer?.messages.slice(this.#read) ?? [];
    this.#read += messages.length;
    for (const { id, event, data } of messages) {
      if (event === 'totals') continue;
      if (event === 'reset') {
        this.resets += 1;
        const { epoch, seq } = Reset.parse(data);
        [this.#epoch] = [epoch, this.logs.push([seq])];
      } else {
        this.#epoch = id.split('.')[0] ?? '';
        this.logs.at(-1)?.push(Entry.parse(data).seq);
      }
    }
  }
}
