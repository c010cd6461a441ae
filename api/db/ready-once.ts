import { createMessageReader } from './message-reader.ts';

const readyForQuery = 'Z'.charCodeAt(0);

/**
 * Passes on what the backend answers to one group of messages with at most one ReadyForQuery, at the end.
 * After an error PGlite says ReadyForQuery twice; the second would end the client's next query before its answer, and
 * that query's own error would be lost (PostgreSQL protocol 3.0, "Extended Query": one ReadyForQuery for each Sync).
 */
export function createReadyOnce(write: (bytes: Buffer) => void) {
  const reader = createMessageReader();
  let ready: Buffer | null = null;
  return {
    /** Copies the piece: the backend uses its memory again. */
    add(piece: Uint8Array): void {
      reader.add(Buffer.from(piece));
      const passed: Buffer[] = [];
      for (let message = reader.take('message'); message !== null; message = reader.take('message')) {
        if (message[0] === readyForQuery) ready = message;
        else passed.push(message);
      }
      if (passed.length > 0) write(Buffer.concat(passed));
    },
    /** The group has run: now the client may go on. */
    end(): void {
      if (ready !== null) write(ready);
      ready = null;
    },
  };
}
