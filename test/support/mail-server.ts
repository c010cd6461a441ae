import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type MailServer = {
  port: number;
  /** What it took, in order, with the addresses of the envelope. */
  received: { mail: ParsedMail; to: string[]; user: string | null }[];
  /** The next letters are answered with these codes, one each; then it takes them. */
  refuseNext: (...codes: number[]) => void;
  close(): Promise<void>;
};

/** A real mail server on loopback. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: MailServer['received'] = [];
  const codes: number[] = [];
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
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const user = typeof session.user === 'string' ? session.user : null;
      simpleParser(stream).then(
        (mail) => {
          received.push({ mail, to, user });
          callback();
        },
        (error: Error) => callback(error),
      );
    },
  });
  server.on('error', () => undefined);
  const listening = once(server.server, 'listening');
  server.listen(0, '127.0.0.1');
  await listening;
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    received,
    refuseNext: (...next) => codes.push(...next),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
