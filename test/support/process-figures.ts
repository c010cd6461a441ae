import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Preloaded into a program that `heldBytes` asks. */
export const collectsGarbage = fileURLToPath(new URL('collect-garbage.mjs', import.meta.url));

/** What a process has used of the processor so far, all its threads together, in nanoseconds (proc(5), schedstat). */
export function cpuNs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const used = threads.map((thread) => {
    const [running] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(running);
  });
  return used.reduce((sum, ns) => sum + ns, 0);
}

/** The memory that a process really holds, after it dropped what it does not: resident bytes, without those of the kernel. */
export async function heldBytes(pid: number): Promise<number> {
  // It needs a moment for it, and gives pages back a little later.
  for (let round = 0; round < 2; round += 1) {
    process.kill(pid, 'SIGUSR2');
    await wait(1_000);
  }
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
