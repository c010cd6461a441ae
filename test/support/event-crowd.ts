import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/*
 * Run as a process of its own: many viewers, told what to do by lines on its input. `connect COUNT URL MISSED LAST_ID` answers
 * `connected MILLISECONDS` once each has the head of its answer and so many messages; from then on each message that all who
 * read have got is a line `all LAST P99`, nanoseconds of the machine's clock. `pause COUNT`: so many stop reading; `resume`;
 * `close` answers `closed`. A line that is lost is said: `lost`.
 */

const atOnce = 500;
/** So many come from one address: a server takes no more than its share from one network. */
const ofOneAddress = 1_000;
const marker = Buffer.from('\nevent: cue\n');
const noBytes = Buffer.alloc(0);

type Viewer = { socket: Socket; messages: number; tail: Buffer; isPaused: boolean };
type Joining = { url: URL; missed: number; lastId: string };

let viewers: Viewer[] = [];
let readers = 0;
let isCounting = false;
let isClosing = false;
/** When the viewers got the message of a number. */
const arrivals = new Map<number, bigint[]>();
let told = 0;

const say = (line: string) => process.stdout.write(`${line}\n`);

function read(viewer: Viewer, data: Buffer): void {
  const bytes = viewer.tail.length === 0 ? data : Buffer.concat([viewer.tail, data]);
  let from = 0;
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, from)) {
    from = at + marker.length;
    viewer.messages += 1;
    if (isCounting) note(viewer.messages);
  }
  viewer.tail = Buffer.from(bytes.subarray(Math.max(from, bytes.length - marker.length + 1)));
}

function note(number: number): void {
  if (number <= told) return;
  const times = arrivals.get(number) ?? [];
  arrivals.set(number, times);
  times.push(process.hrtime.bigint());
  if (times.length < readers) return;
  arrivals.delete(number);
  told = number;
  say(`all ${times.at(-1)} ${times[Math.ceil(readers * 0.99) - 1]}`);
}

async function open(count: number, joining: Joining): Promise<void> {
  isClosing = false;
  isCounting = false;
  const start = process.hrtime.bigint();
  let begun = 0;
  const some = async () => {
    while (begun < count) await join(joining, (begun += 1));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, some));
  readers = viewers.length;
  told = joining.missed;
  isCounting = true;
  say(`connected ${Number(process.hrtime.bigint() - start) / 1e6}`);
}

function join({ url, missed, lastId }: Joining, number: number): Promise<void> {
  const localAddress = `127.1.${Math.floor(number / ofOneAddress)}.1`;
  const socket = connect({ host: url.hostname, port: Number(url.port), localAddress });
  const viewer: Viewer = { socket, messages: 0, tail: noBytes, isPaused: false };
  viewers.push(viewer);
  const last = lastId === '' ? '' : `Last-Event-ID: ${lastId}\r\n`;
  socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n${last}\r\n`);
  return new Promise((resolve) => {
    let isTaken = false;
    socket.on('data', (data: Buffer) => {
      if (!isTaken && !data.toString('latin1', 0, 12).endsWith('200')) say(`lost: ${data.toString()}`);
      isTaken = true;
      read(viewer, data);
      if (viewer.messages >= missed) resolve();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (!isClosing) say('lost');
      resolve();
    });
  });
}

function pause(count: number): void {
  for (const viewer of viewers.slice(0, count)) {
    viewer.isPaused = true;
    viewer.socket.pause();
  }
  readers = viewers.filter(({ isPaused }) => !isPaused).length;
}

function resume(): void {
  for (const viewer of viewers.filter(({ isPaused }) => isPaused)) {
    viewer.isPaused = false;
    viewer.socket.resume();
  }
  readers = viewers.length;
}

function close(): void {
  isClosing = true;
  viewers.forEach(({ socket }) => socket.destroy());
  viewers = [];
  arrivals.clear();
  say('closed');
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [verb = '', count = '0', url = '', missed = '0', lastId = ''] = line.split(' ');
    if (verb === 'connect') void open(Number(count), { url: new URL(url), missed: Number(missed), lastId });
    if (verb === 'pause') pause(Number(count));
    if (verb === 'resume') resume();
    if (verb === 'close') close();
  })
  .on('close', () => process.exit(0));
