import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { answerType, readyForQuery } from './backend-messages.ts';
import { endsGroup, farewell, messageType, openingRequest, preparedName } from './frontend-messages.ts';
import { createMessageReader } from './message-reader.ts';
import type { MessageReader } from './message-reader.ts';

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
  /** An error in mid-group: everything up to the Sync is skipped. */
  isSkipping: boolean;
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
    const state = { hasStarted: false, isMidGroup: false, isSkipping: false };
    const client: Client = { socket, reader, statements: new Set(), ...state };
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
      // Before anybody else's turn: it may have gone in the middle of a transaction.
      if (client.socket.destroyed) await clearUp(client);
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
    const messages = client.socket.destroyed ? null : nextMessages(client);
    if (messages === null) return false;
    const answers = await run(messages);
    client.isSkipping =
      client.isMidGroup && answers.some((answer) => answer.readUInt8(0) === answerType.error);
    client.socket.write(Buffer.concat(withOneReadiness(answers, !client.isMidGroup)));
    return true;
  }

  async function run(messages: Buffer): Promise<Buffer[]> {
    const reader = createMessageReader();
    await backend.run(messages, (bytes) => reader.add(Buffer.from(bytes)));
    return takeAll(reader);
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

/**
 * PGlite says ReadyForQuery after an error at once and again at the Sync, and a driver would take the second one for
 * the end of its next query: from then on every answer would belong to another question. So exactly one, at the end.
 */
function withOneReadiness(answers: Buffer[], isAtEnd: boolean): Buffer[] {
  const isReadiness = (answer: Buffer) => answer.readUInt8(0) === answerType.readyForQuery;
  const others = answers.filter((answer) => !isReadiness(answer));
  return isAtEnd ? [...others, answers.findLast(isReadiness) ?? readyForQuery] : others;
}

function takeAll(reader: MessageReader): Buffer[] {
  const messages: Buffer[] = [];
  for (let next = reader.take('message'); next !== null; next = reader.take('message')) messages.push(next);
  return messages;
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
    if (client.isSkipping && type !== messageType.sync) continue;
    if (type === messageType.parse) client.statements.add(preparedName(message));
    messages.push(message);
    client.isMidGroup = !endsGroup(message);
    if (!client.isMidGroup) break;
  }
  return messages.length === 0 ? null : Buffer.concat(messages);
}
