import { startChild } from './child.ts';

/** When the last viewer, and the last but one hundredth of them, had a message: nanoseconds of the machine's clock. */
type Delivery = { last: bigint; late: bigint };

type Joining = {
  count: number;
  url: string;
  /** As they come back: behind the entry of this id, and so many entries happened since. */
  missed?: { lastId: string; entries: number };
};

export type Crowd = ReturnType<typeof startCrowd>;

/** Viewers in a process of their own. */
export function startCrowd() {
  const child = startChild('event-crowd.ts', []);

  async function answer(verb: string): Promise<string[]> {
    const line = await child.line();
    const [said = '', ...words] = line.split(' ');
    if (said !== verb) throw new Error(`the crowd says “${line}”, not ${verb}`);
    return words;
  }

  return {
    /** How long it took until all have what they missed; milliseconds. */
    async join({ count, url, missed }: Joining): Promise<number> {
      child.tell(`connect ${count} ${url} ${missed?.entries ?? 0} ${missed?.lastId ?? ''}`);
      const [ms] = await answer('connected');
      return Number(ms);
    },
    /** Once all who read have the next message. */
    async delivered(): Promise<Delivery> {
      const [last = '0', late = '0'] = await answer('all');
      return { last: BigInt(last), late: BigInt(late) };
    },
    /** So many do not read any more, until `resume`. */
    pause: (count: number) => child.tell(`pause ${count}`),
    resume: () => child.tell('resume'),
    async leave(): Promise<void> {
      child.tell('close');
      await answer('closed');
    },
    end: () => child.kill(),
  };
}

/** The raw broadcaster of `raw-broadcaster.ts`. */
export async function startBroadcaster(preload: string) {
  const child = startChild('raw-broadcaster.ts', [], preload);
  const port = await child.line();
  return {
    pid: child.pid,
    url: `http://127.0.0.1:${port}/`,
    send: (text: string) => child.tell(JSON.stringify(text)),
    end: () => child.kill(),
  };
}
