import { readFileSync } from 'node:fs';

const lookEveryMs = 100;

/**
 * 常驻内存: watches what a process holds of the machine's memory, and tells once when it is more than `limitMb`. V8's own limit
 * knows the heap alone: what is inflated or decoded lies beside it. Where the system tells nothing (no `/proc`: macOS,
 * Windows) nothing is told, and the limit of the heap stands alone. Between two looks a process may grow beyond its limit by
 * what it can fill in that time. Gives what ends the watching.
 */
export function watchResident(pid: number, limitMb: number, tell: () => void): () => void {
  const timer = setInterval(() => {
    if (residentMb(pid) <= limitMb) return;
    clearInterval(timer);
    tell();
  }, lookEveryMs);
  return () => clearInterval(timer);
}

/** 0 where it is not known, or the process is gone. Read at once: it never touches a disk. */
function residentMb(pid: number): number {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}
