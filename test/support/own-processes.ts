import { readdirSync, readFileSync } from 'node:fs';

/** Processes that this one has started and that still run, with the most memory that each has held, as Linux tells them. */
export function ownProcesses(): { pid: number; peakMb: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const status = statusOf(name);
      const isOwn = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) === process.pid;
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
      return isOwn && peak !== undefined ? [{ pid: Number(name), peakMb: Number(peak) / 1024 }] : [];
    });
}

/** Empty for what ended meanwhile. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

/** The most of them that ran at once, and the most that one of them held, while `run` was under way. */
export async function watchOwnProcesses<Result>(run: () => Promise<Result>) {
  const before = new Set(ownProcesses().map(({ pid }) => pid));
  let [mostAtOnce, peakMb] = [0, 0];
  const timer = setInterval(() => {
    const started = ownProcesses().filter(({ pid }) => !before.has(pid));
    mostAtOnce = Math.max(mostAtOnce, started.length);
    peakMb = Math.max(peakMb, ...started.map((one) => one.peakMb));
  }, 20);
  try {
    const result = await run();
    return { result, mostAtOnce, peakMb, left: ownProcesses().filter(({ pid }) => !before.has(pid)) };
  } finally {
    clearInterval(timer);
  }
}
