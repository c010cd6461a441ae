/** A message of an event stream (WHATWG HTML, 9.2.6). */
export type StreamMessage = { id: string; event: string; data: string };

/** Reads a stream piece by piece as it comes, wherever the pieces break. Comments, which keep a line alive, are no messages. */
export function streamReader(): (piece: string) => StreamMessage[] {
  let rest = '';
  let id = '';

  function messageOf(block: string): StreamMessage | null {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
      if (field === 'id') id = value;
      if (field === 'event') event = value;
      if (field === 'data') data.push(value);
    }
    return data.length === 0 ? null : { id, event, data: data.join('\n') };
  }

  return (piece) => {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.map(messageOf).filter((message) => message !== null);
  };
}
