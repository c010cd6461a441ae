import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Position of `starttime` in /proc/PID/stat, counted after the program's name in brackets (proc(5): field 22). */
const startTimeAfterName = 19;

/**
 * When a process began, as text to compare: with its number it names one process for ever, where the number alone is
 * given again after a crash or a restart of the machine. Empty when there is no such process.
 */
export function startOfProcess(pid: number): string {
  return process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
}

/** Whether that very process still runs. */
export function isRunning(pid: number, startedAt: string): boolean {
  const now = startOfProcess(pid);
  return now !== '' && now === startedAt;
}

function startOnLinux(pid: number): string {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    // A zombie keeps its number until its parent looks, but holds no file any more.
    if (state === 'Z' || state === 'X') return '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${fields[startTimeAfterName] ?? ''}`;
  } catch {
    return '';
  }
}

function startByPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
