// The peer of the bench: a plain node:http server that writes the same bytes to everybody. A line on its input is a message.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

const viewers = new Set<ServerResponse>();
const server = createServer((_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write('retry: 3000\n\n');
  viewers.add(response);
  response.on('close', () => viewers.delete(response));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`),
);

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const bytes = Buffer.from(`${line.replaceAll('\\n', '\n')}\n\n`);
    for (const viewer of viewers) viewer.write(bytes);
  })
  .on('close', () => process.exit(0));
