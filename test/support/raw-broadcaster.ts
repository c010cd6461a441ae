import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

/*
 * Run as a process of its own: the least that a server of event streams on `node:http` can be, which the hub is measured beside.
 * It says its port; each line on its input, a text in JSON, goes to everybody as it is.
 */

const viewers = new Set<ServerResponse>();
const server = createServer((_, response) => {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.write('retry: 3000\n\n');
  viewers.add(response);
  response.on('close', () => viewers.delete(response));
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const bytes = Buffer.from(String(JSON.parse(line)));
    for (const viewer of viewers) viewer.write(bytes);
  })
  .on('close', () => process.exit(0));
