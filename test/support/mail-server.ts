import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** In mid-message: the line breaks before the final dot, or after it, or the answer comes late, or never. */
export type MailFault = 'drop-untaken' | 'drop-taken' | 'late' | 'silent';

export type MailServer = {
  port: number;
  /** What it took, in order, with the addresses of the envelope. */
  received: { mail: ParsedMail; to: string[]; user: string | null }[];
  /** How often it took a letter and the sender could not know. */
  unanswered: number;
  /** The next letters suffer these, one each. */
  suffer: (...faults: MailFault[]) => void;
  /** The next letters are answered with these codes, one each; then it takes them. */
  refuseNext: (...codes: number[]) => void;
  close(): Promise<void>;
};

/** A real mail server on loopback. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: MailServer['received'] = [];
  const codes: number[] = [];
  const faults: MailFault[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: options.authMethods ? [] : ['STARTTLS', 'AUTH'],
    logger: false,
    ...options,
    onRcptTo({ address }, _session, callback) {
      const code = codes.shift();
      if (code === undefined) return callback();
      callback(Object.assign(new Error(`<${address}> is not wanted`), { responseCode: code }));
    },
    onData(stream, session, callback) {
      const fault = faults.shift();
      if (fault === 'drop-untaken') return void stream.once('data', dropAll).resume();
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const user = typeof session.user === 'string' ? session.user : null;
      simpleParser(stream).then(
        (mail) => {
          received.push({ mail, to, user });
          if (fault === 'drop-taken' || fault === 'silent') mailServer.unanswered += 1;
          if (fault === 'drop-taken') dropAll();
          else if (fault === 'late') void wait(300).then(() => callback());
          else if (fault !== 'silent') callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  function dropAll() {
    for (const socket of sockets) socket.destroy();
  }
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listening = once(server.server, 'listening');
  server.listen(0, '127.0.0.1');
  await listening;
  const { port } = server.server.address() as AddressInfo;
  const mailServer: MailServer = {
    port,
    received,
    unanswered: 0,
    suffer: (...next) => faults.push(...next),
    refuseNext: (...next) => codes.push(...next),
    close: () => {
      dropAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return mailServer;
}
