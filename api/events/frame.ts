/**
 * 推送帧: messages of an event stream (WHATWG HTML, “Server-sent events”) as they go onto the line, built once and written to
 * every viewer. `chunked` as a chunk of HTTP/1.1 (RFC 9112, 7.1), `plain` for HTTP/1.0, which proxies still speak; both look
 * at the same memory.
 */
export type Frame = { plain: Buffer; chunked: Buffer };

export type Message = {
  /** Where a viewer goes on who comes back: `<epoch>.<seq>`. */
  id?: string;
  event?: 'cue' | 'totals' | 'notice' | 'reset' | 'end';
  data?: object;
  /** When a viewer whose line was lost comes back; milliseconds. */
  retryMs?: number;
};

export function frameOf(...messages: readonly Message[]): Frame {
  return framed(Buffer.from(messages.map(written).join('')));
}

/** Kept lines are kept alive by it, and lost ones found. */
export const heartbeat = framed(Buffer.from(':\n\n'));

/** The end of an answer in chunks. */
export const lastChunk = Buffer.from('0\r\n\r\n');

export function joinFrames(frames: readonly Frame[]): Frame {
  return framed(Buffer.concat(frames.map(({ plain }) => plain)));
}

function framed(text: Buffer): Frame {
  const head = Buffer.from(`${text.length.toString(16)}\r\n`);
  const chunked = Buffer.concat([head, text, Buffer.from('\r\n')]);
  return { chunked, plain: chunked.subarray(head.length, head.length + text.length) };
}

function written({ id, event, data, retryMs }: Message): string {
  const lines = [
    retryMs !== undefined && `retry: ${retryMs}`,
    id !== undefined && `id: ${id}`,
    event !== undefined && `event: ${event}`,
    // JSON has no line break of its own.
    data !== undefined && `data: ${JSON.stringify(data)}`,
  ];
  return `${lines.filter((line) => line !== false).join('\n')}\n\n`;
}
