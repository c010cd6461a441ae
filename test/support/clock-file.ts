import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a program is started with so that its clock stands where a file says. */
const setClock = fileURLToPath(new URL('set-clock.mjs', import.meta.url));

/** A clock that other programs share (`set-clock.mjs`): it stands still until it is set on. */
export function clockFile(path: string, start = new Date('2026-11-22T02:00:00Z')) {
  let at = start.getTime();
  const write = () => writeFileSync(path, new Date(at).toISOString());
  write();
  return {
    now: () => new Date(at),
    forward(ms: number): void {
      at += ms;
      write();
    },
    /** `preloads`: further modules that are loaded before the program. */
    env: (preloads: string[] = []) => ({
      CLOCK_FILE: path,
      NODE_OPTIONS: [setClock, ...preloads].map((module) => `--import=${module}`).join(' '),
    }),
  };
}
