// Four test pictures and a mixed one, from encoders to HLS, as an event shows them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { encoding, packing, packingOffsetMs } from './encoders.mjs';
import { nginxConfig } from './nginx-config.mjs';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** Why they cannot be shown here: the programs that are missing, by Debian's names; empty where all are there. */
export function missingPrograms() {
  const places = {
    'nginx-light': ['/usr/sbin/nginx'],
    'libnginx-mod-rtmp': ['/usr/lib/nginx/modules/ngx_rtmp_module.so'],
    ffmpeg: ['/usr/bin/ffmpeg', '/usr/local/bin/ffmpeg'],
  };
  return Object.entries(places).flatMap(([name, paths]) =>
    paths.some((path) => existsSync(path)) ? [] : [name],
  );
}

/**
 * Starts them in a folder of their own; `close` ends what was started, by its id, and removes the folder.
 *
 * @param {{ keys: readonly string[], httpPort: number, rtmpPort: number, size?: string }} wanted
 */
export async function openVenues({ keys, httpPort, rtmpPort, size = '640x360' }) {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-venues-'));
  for (const name of ['hls', 'temp', ...keys.map((key) => `clocked/${key}`)])
    mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig({ folder, httpPort, rtmpPort }));
  /** @type {Set<ChildProcess>} */
  const running = new Set();
  /** @type {Map<string, ChildProcess>} */
  const encoders = new Map();
  let isClosed = false;

  /** @param {string} program @param {readonly string[]} parameters */
  function start(program, parameters) {
    const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
    running.add(child);
    child.once('exit', () => running.delete(child));
    child.once('error', () => running.delete(child));
    child.stderr.resume();
    return child;
  }

  /** @param {ChildProcess} child @param {NodeJS.Signals} signal */
  async function end(child, signal) {
    if (!running.has(child)) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** Packs what the encoder sends, and begins again whenever that has ended. @param {string} key */
  function pack(key) {
    if (isClosed) return;
    const child = start('ffmpeg', packing({ key, rtmpPort, folder }));
    child.once('exit', () => void wait(500).then(() => pack(key)));
  }

  /** @param {string} key */
  function encode(key) {
    const index = keys.indexOf(key);
    encoders.set(key, start('ffmpeg', encoding({ key, index, rtmpPort, size })));
  }

  const paths = keys.flatMap((key) => [`clocked/${key}/index.m3u8`, `hls/${key}/index.m3u8`]);
  const nginx = start('/usr/sbin/nginx', [
    '-p',
    folder,
    '-c',
    join(folder, 'nginx.conf'),
    '-e',
    join(folder, 'error.log'),
  ]);
  // Without a listener nothing takes the pictures: the first one would fail.
  while (!(await answers(`http://127.0.0.1:${httpPort}/`))) {
    if (nginx.exitCode !== null) throw new Error(readFileSync(join(folder, 'error.log'), 'utf8'));
    await wait(50);
  }
  keys.forEach(encode);
  keys.forEach(pack);

  return {
    folder,
    /** Until every list is there. */
    async ready() {
      while (!paths.every((path) => existsSync(join(folder, path)))) await wait(100);
    },
    /** Of one venue, by priority: with a clock in the stream, then without. @param {string} key */
    sourcesOf: (key) => [
      { url: `http://127.0.0.1:${httpPort}/clocked/${key}/index.m3u8`, offsetMs: packingOffsetMs },
      { url: `http://127.0.0.1:${httpPort}/hls/${key}/index.m3u8`, offsetMs: 0 },
    ],
    /** As when its machine loses power. @param {string} key */
    async kill(key) {
      const encoder = encoders.get(key);
      if (encoder !== undefined) await end(encoder, 'SIGKILL');
    },
    encode,
    async close() {
      isClosed = true;
      await Promise.all([...running].map((child) => end(child, 'SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} url */
async function answers(url) {
  return await fetch(url).then(
    () => true,
    () => false,
  );
}
