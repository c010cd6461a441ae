// Preloaded into the built server (`node --import`): a request with the header `x-killed-at-step: K` kills this very process
// (SIGKILL) just before the K-th step of what the request does and wakes: a statement of the database, an act on a file, a use of
// a private key, the answer. What kind of step it was is added to the file `KILLED_AT`. Steps of other work are not counted.
import { AsyncLocalStorage } from 'node:async_hooks';
import { webcrypto } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import files from 'node:fs/promises';
import { Server, ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const log = process.env.KILLED_AT ?? '';
/** Shared with the thread that signs: the step to die at (0: none), and how many there were. */
const [killedAt, counted] = [0, 1];
if (isMainThread) setEnvironmentData('steps', new Int32Array(new SharedArrayBuffer(8)));
const steps = getEnvironmentData('steps');
const work = new AsyncLocalStorage();

/** @param {string} label */
function step(label) {
  const number = Atomics.add(steps, counted, 1) + 1;
  if (number !== Atomics.load(steps, killedAt)) return;
  appendFileSync(log, `${number}\t${label.replace(/\s+/g, ' ').trim().slice(0, 90)}\n`);
  process.kill(process.pid, 'SIGKILL');
}

const subtle = Object.getPrototypeOf(webcrypto.subtle);
const { sign } = subtle;
subtle.sign = function (...parameters) {
  if (!isMainThread && Atomics.load(steps, killedAt) > 0) step('a private key is used');
  return sign.apply(this, parameters);
};

if (isMainThread) {
  watchRequests();
  await watchFiles();
  await watchStatements();
}

function watchRequests() {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (event, ...parameters) {
    if (event !== 'request' || parameters[0].method !== 'POST') return emit.call(this, event, ...parameters);
    const wanted = Number(parameters[0].headers['x-killed-at-step'] ?? 0);
    Atomics.store(steps, killedAt, wanted);
    Atomics.store(steps, counted, 0);
    return work.run(wanted > 0, () => emit.call(this, event, ...parameters));
  };
  const { writeHead } = ServerResponse.prototype;
  ServerResponse.prototype.writeHead = function (...parameters) {
    if (work.getStore()) step('the answer is sent');
    return writeHead.apply(this, parameters);
  };
}

async function watchFiles() {
  const probe = await files.open(process.execPath, 'r');
  const handle = Object.getPrototypeOf(probe);
  await probe.close();
  const watch = (place, name) => {
    const act = place[name];
    place[name] = function (...parameters) {
      if (work.getStore()) step(`file: ${name}`);
      return act.apply(this, parameters);
    };
  };
  for (const name of ['open', 'mkdir', 'rename']) watch(files, name);
  for (const name of ['readFile', 'writeFile', 'sync']) watch(handle, name);
  syncBuiltinESMExports();
}

async function watchStatements() {
  const { Query } = await import('../../node_modules/postgres/src/query.js');
  const { handle } = Query.prototype;
  Query.prototype.handle = function () {
    if (!this.executed && work.getStore()) step(`statement: ${[this.strings].flat().join('?')}`);
    return handle.call(this);
  };
}
