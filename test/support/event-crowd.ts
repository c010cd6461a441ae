// Many viewers in a process of their own. Lines on its input: `connect N URL`, `pause N` (so many stop reading), `count`
// (begins to count anew), `close`. It answers `connected MS` and, whenever all who read have got one more message,
// `all NANOSECONDS P99` by the clock of the machine: when the last one had it, and the 99th hundredth.
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

const atOnce = 500;
const marker = Buffer.from('\ndata: ');

type Viewer = { socket: Socket; got: number; tail: Buffer; isPaused: boolean };
let viewers: Viewer[] = [];
let got: { at: bigint[] }[] = [];

function read(viewer: Viewer, data: Buffer): void {
  const bytes = Buffer.concat([viewer.tail, data]);
  let from = 0;
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, from)) {
    from = at + marker.length;
    note(viewer);
  }
  viewer.tail = bytes.subarray(Math.max(from, bytes.length - marker.length + 1));
}

function note(viewer: Viewer): void {
  const message = (got[viewer.got] ??= { at: [] });
  viewer.got += 1;
  message.at.push(process.hrtime.bigint());
  const reading = viewers.reduce((sum, { isPaused }) => sum + (isPaused ? 0 : 1), 0);
  if (message.at.length === reading) {
    const late = message.at[Math.ceil(reading * 0.99) - 1] ?? 0n;
    process.stdout.write(`all ${message.at.at(-1)} ${late}\n`);
  }
}

async function open(count: number, url: URL): Promise<void> {
  const start = process.hrtime.bigint();
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      await join(url);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
  process.stdout.write(`connected ${Number(process.hrtime.bigint() - start) / 1e6}\n`);
}

/** Resolves at the first bytes of the answer. */
function join({ hostname, port, pathname, search }: URL): Promise<void> {
  const socket = connect(Number(port), hostname);
  const viewer: Viewer = { socket, got: 0, tail: Buffer.alloc(0), isPaused: false };
  viewers.push(viewer);
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (data: Buffer) => {
      resolve();
      read(viewer, data);
    });
  });
}

const acts: Record<string, (parameters: string[]) => unknown> = {
  connect: ([count, url]) => open(Number(count), new URL(url ?? '')),
  pause: ([count]) =>
    viewers.slice(0, Number(count)).forEach((viewer) => {
      viewer.isPaused = true;
      viewer.socket.pause();
    }),
  count: () => {
    got = [];
    viewers.forEach((viewer) => (viewer.got = 0));
  },
  close: () => {
    viewers.forEach(({ socket }) => socket.destroy());
    viewers = [];
    got = [];
    process.stdout.write('closed\n');
  },
};

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [verb = '', ...parameters] = line.split(' ');
    void acts[verb]?.(parameters);
  })
  .on('close', () => process.exit(0));
