import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/**
 * Debian's nginx before some servers, on a port and in a folder of its own, as somebody sets it up who did not think of streams: it
 * keeps back what comes until a buffer is full, whatever the server says of it.
 */
export async function startBufferingNginx(origins: readonly string[], wire?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'zhaotu-nginx-'));
  const port = await freePort();
  const servers = origins.map((origin) => `server ${new URL(origin).host} max_fails=0;`);
  writeFileSync(join(folder, 'nginx.conf'), configuration({ folder, port, servers, wire }));
  const child = spawn('/usr/sbin/nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
  const exited = once(child, 'exit');
  const origin = `http://127.0.0.1:${port}`;
  while ((await fetch(`${origin}/api/health`).catch(() => null)) === null) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${complaint}`);
    await wait(20);
  }
  return {
    origin,
    async end(): Promise<void> {
      child.kill('SIGQUIT');
      const patience = setTimeout(() => child.kill('SIGKILL'), 2_000);
      await exited;
      clearTimeout(patience);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Setting = { folder: string; port: number; servers: readonly string[]; wire: string | undefined };

function configuration({ folder, port, servers, wire }: Setting): string {
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  // For pages that were not built together with the servers: see api/wire.
  const stamp =
    wire === undefined ? '' : `proxy_hide_header X-Zhaotu-Wire; add_header X-Zhaotu-Wire ${wire};`;
  return `
daemon off;
master_process off;
pid ${folder}/pid;
events { worker_connections 4096; }
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  upstream portal { ${servers.join(' ')} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://portal;
      proxy_buffering on;
      proxy_buffers 16 64k;
      proxy_ignore_headers X-Accel-Buffering;
      ${stamp}
    }
  }
}
`;
}
