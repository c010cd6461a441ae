import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

/** A status to answer with, or what else becomes of the next message. */
export type GatewayFault = number | 'drop-untaken' | 'drop-taken' | 'late' | 'silent' | 'elsewhere';

export type SmsGateway = {
  url: string;
  /** Every request whose message it took, in order, repetitions too. */
  taken: { id: string; to: string; text: string; key: string; authorization: string | null }[];
  /** How often it took a message and the sender could not know. */
  unanswered: number;
  /** The next messages suffer these, one each; then it takes them. */
  suffer: (...faults: GatewayFault[]) => void;
  close(): Promise<void>;
};

/** A real gateway for short messages on loopback. */
export async function startSmsGateway(): Promise<SmsGateway> {
  const faults: GatewayFault[] = [];
  const gateway: SmsGateway = {
    url: '',
    taken: [],
    unanswered: 0,
    suffer: (...next) => faults.push(...next),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = faults.shift();
    if (fault === 'drop-untaken') return void request.socket.destroy();
    const { id, to, text: words } = JSON.parse(await text(request)) as Record<'id' | 'to' | 'text', string>;
    const take = () =>
      gateway.taken.push({
        id,
        to,
        text: words,
        key: String(request.headers['idempotency-key']),
        authorization: request.headers.authorization ?? null,
      });
    if (typeof fault === 'number') return void response.writeHead(fault).end(`${to} ${words}`);
    if (fault === 'elsewhere')
      return void response.writeHead(307, { Location: `${gateway.url}/other` }).end();
    if (fault === 'late') await wait(300);
    take();
    if (fault === 'drop-taken' || fault === 'silent') gateway.unanswered += 1;
    if (fault === 'drop-taken') request.socket.destroy();
    else if (fault !== 'silent') response.writeHead(202).end(JSON.stringify({ ok: true }));
  }

  const server = createServer((request, response) => {
    receive(request, response).catch(() => request.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
  return gateway;
}
