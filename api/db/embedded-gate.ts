import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { endsGroup, farewell, messageType, openingRequest, preparedName } from './frontend-messages.ts';
import { createMessageReader } from './message-reader.ts';
import type { MessageReader } from './message-reader.ts';
import { createReadyOnce } from './ready-once.ts';

/** The one backend behind the gate. */
export interface Backend {
  /** Runs protocol messages to their end. `answer` must copy what it gets: the memory is used again. */
  run(messages: Buffer, answer: (bytes: Uint8Array) => void): Promise<void>;
  isInTransaction(): boolean;
}

type Client = {
  socket: Socket;
  reader: MessageReader;
  hasStarted: boolean;
  /** Within messages that only a Sync ends: nobody else may speak in between. */
  isMidGroup: boolean;
  statements: Set<string>;
};

const mostClients = 16;

/** A client that keeps the only backend in a transaction and says nothing more stalls everybody. */
const silentTurnMs = 15_000;

/**
 * Lets several clients use one backend, one at a time: a turn lasts from a client's first message to the end of its
 * transaction, so no two clients' messages mix. What a vanished client left behind is undone.
 * `onFailure` is told that the backend itself broke; it must not be used any more.
 */
export function createGate(backend: Backend, onFailure: (error: unknown) => void): Server {
  const waiting: Client[] = [];
  let holder: Client | null = null;
  let isWorking = false;
  let silence: NodeJS.Timeout | undefined;

  function accept(socket: Socket): void {
    const reader = createMessageReader();
    const client = { socket, reader, hasStarted: false, isMidGroup: false, statements: new Set<string>() };
    socket.on('data', (bytes) => {
      reader.add(bytes);
      void ask(client);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => void ask(client));
  }

  async function ask(client: Client): Promise<void> {
    if (client !== holder && !waiting.includes(client)) waiting.push(client);
    if (isWorking) return;
    isWorking = true;
    try {
      await work();
    } catch (error) {
      onFailure(error);
    } finally {
      isWorking = false;
    }
  }

  async function work(): Promise<void> {
    clearTimeout(silence);
    for (;;) {
      holder ??= waiting.shift() ?? null;
      if (holder === null) return;
      const client = holder;
      const ran = await serve(client);
      if (!isBusy(client)) {
        holder = null;
        // It may have sent more than one group: the others come first.
        if (ran) waiting.push(client);
      } else if (!ran) {
        silence = setTimeout(() => client.socket.destroy(), silentTurnMs);
        return;
      }
    }
  }

  function isBusy(client: Client): boolean {
    return !client.socket.destroyed && (client.isMidGroup || backend.isInTransaction());
  }

  /** Runs the next group of messages; false when the client has sent none. */
  async function serve(client: Client): Promise<boolean> {
    if (client.socket.destroyed) {
      await clearUp(client);
      return false;
    }
    const messages = nextMessages(client);
    if (messages === null) return false;
    const answer = createReadyOnce((bytes) => void client.socket.write(bytes));
    await backend.run(messages, answer.add);
    answer.end();
    return true;
  }

  async function clearUp(client: Client): Promise<void> {
    if (!client.hasStarted) return;
    client.hasStarted = false;
    await backend.run(farewell(client.statements, backend.isInTransaction()), () => undefined);
  }

  const server = createServer(accept);
  server.maxConnections = mostClients;
  return server;
}

/** What to run next for this client; null when nothing whole has arrived. A client that speaks gibberish is cut off. */
function nextMessages(client: Client): Buffer | null {
  try {
    return client.hasStarted ? nextGroup(client) : nextOpening(client);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    client.socket.destroy();
    return null;
  }
}

function nextOpening(client: Client): Buffer | null {
  const packet = client.reader.take('opening');
  if (packet === null) return null;
  const request = openingRequest(packet);
  if (request === 'startup') {
    client.hasStarted = true;
    return packet;
  }
  // Nothing can be cancelled here: there is no second backend that could do it.
  if (request === 'cancel') client.socket.end();
  else client.socket.write('N');
  return nextOpening(client);
}

/** The whole messages received, up to the first that ends a group. */
function nextGroup(client: Client): Buffer | null {
  const messages: Buffer[] = [];
  for (
    let message = client.reader.take('message');
    message !== null;
    message = client.reader.take('message')
  ) {
    const type = message.readUInt8(0);
    if (type === messageType.terminate) {
      client.socket.end();
      break;
    }
    if (type === messageType.parse) client.statements.add(preparedName(message));
    messages.push(message);
    client.isMidGroup = !endsGroup(message);
    if (!client.isMidGroup) break;
  }
  return messages.length === 0 ? null : Buffer.concat(messages);
}
