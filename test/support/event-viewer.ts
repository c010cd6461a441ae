import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

export type StreamMessage = { id: string; event: string; data: unknown };

export type EventViewer = Awaited<ReturnType<typeof followEvent>>;

/** Follows an event's stream as a browser does (WHATWG HTML, 9.2.6), one message after another. */
export async function followEvent(url: string, lastEventId?: string) {
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  const request = get(url, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const messages: StreamMessage[] = [];
  const retries: number[] = [];
  const waiting = new Set<() => void>();
  let id = '';
  let comments = 0;
  let isOver = false;
  let rest = '';

  function read(block: string): void {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const [field = '', ...value] = line.split(/: ?/);
      const text = line.slice(field.length).replace(/^: ?/, '');
      if (field === '' && value.length > 0) comments += 1;
      if (field === 'id') id = text;
      if (field === 'retry') retries.push(Number(text));
      if (field === 'event') event = text;
      if (field === 'data') data.push(text);
    }
    if (data.length > 0) messages.push({ id, event, data: JSON.parse(data.join('\n')) });
  }

  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    blocks.forEach(read);
    waiting.forEach((look) => look());
  });
  response.on('error', () => undefined);
  response.on('close', () => {
    isOver = true;
    waiting.forEach((look) => look());
  });

  /** Resolves once it is so, however long that takes; the test's own time is the limit. */
  async function when(isSo: () => boolean): Promise<void> {
    if (isSo()) return;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
    });
  }

  return {
    response,
    messages,
    retries,
    get id() {
      return id;
    },
    get comments() {
      return comments;
    },
    /** The first so many messages. */
    async first(count: number): Promise<StreamMessage[]> {
      await when(() => messages.length >= count || isOver);
      return messages.slice(0, count);
    },
    heard: () => when(() => comments > 0 || isOver),
    over: () => when(() => isOver),
    close: () => request.destroy(),
  };
}
