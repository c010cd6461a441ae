/**
 * The client's half of PostgreSQL's wire protocol, version 3, as far as a gate must understand it to know where one
 * client's work ends (PostgreSQL manual, "Message Formats").
 */

/** What a client sends before it says who it is; all but the start-up packet itself ask for something optional. */
export type OpeningRequest = 'startup' | 'encryption' | 'cancel';

/** Request codes that stand where a start-up packet has its protocol version. */
const sslRequestCode = 80_877_103;
const gssEncryptionRequestCode = 80_877_104;
const cancelRequestCode = 80_877_102;

/** Length, then version or request code. */
export const openingHeadBytes = 8;

/** Type, then length, which counts itself but not the type. */
export const messageHeadBytes = 5;

/** Nothing the portal sends comes near; a wrong length must not make us wait for gigabytes. */
const longestMessageBytes = 256 * 1024 * 1024;

const code = (letter: string) => letter.charCodeAt(0);

export const messageType = {
  parse: code('P'),
  query: code('Q'),
  sync: code('S'),
  functionCall: code('F'),
  terminate: code('X'),
} as const;

/** After these the server is ready for another query. */
const groupEnds = new Set<number>([messageType.query, messageType.sync, messageType.functionCall]);

export function endsGroup(message: Buffer): boolean {
  return groupEnds.has(message.readUInt8(0));
}

export function openingRequest(packet: Buffer): OpeningRequest {
  const requestCode = packet.readInt32BE(4);
  if (requestCode === sslRequestCode || requestCode === gssEncryptionRequestCode) return 'encryption';
  return requestCode === cancelRequestCode ? 'cancel' : 'startup';
}

/** Length of the whole opening packet that `head` begins; throws when it cannot be one. */
export function openingBytes(head: Buffer): number {
  return checkedLength(head.readInt32BE(0), openingHeadBytes);
}

/** Length of the whole message that `head` begins; throws when it cannot be one. */
export function messageBytes(head: Buffer): number {
  return 1 + checkedLength(head.readInt32BE(1), messageHeadBytes - 1);
}

/** The name of the statement that a Parse message prepares; empty for the unnamed one. */
export function preparedName(parseMessage: Buffer): string {
  return parseMessage.toString('utf8', messageHeadBytes, parseMessage.indexOf(0, messageHeadBytes));
}

/** Messages that undo whatever a vanished client has left: its half-sent work, its transaction, its statements. */
export function farewell(statements: Iterable<string>, inTransaction: boolean): Buffer {
  const closings = [...statements].map((name) => message('C', Buffer.from(`S${name}\0`)));
  const rollback = inTransaction ? [message('Q', Buffer.from('rollback\0'))] : [];
  return Buffer.concat([message('S'), ...rollback, ...closings, message('S')]);
}

function message(letter: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(messageHeadBytes);
  head.write(letter, 0);
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

function checkedLength(lengthBytes: number, shortest: number): number {
  if (lengthBytes < shortest || lengthBytes > longestMessageBytes) {
    throw new RangeError(`a message of ${lengthBytes} bytes is no message of this protocol`);
  }
  return lengthBytes;
}
