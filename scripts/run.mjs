import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a program in the repository's root and resolves to its exit code and all it said. What it says is held back,
 * or, with `live`, printed as it comes.
 *
 * @param {string[]} program the program, with leading arguments
 * @param {string[]} args
 * @param {{ live?: boolean, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run([command = '', ...leading], args, { live = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...leading, ...args], {
      cwd: root,
      env: { ...process.env, ...(live ? {} : { NO_COLOR: '1' }), ...env },
      stdio: live ? ['ignore', 1, 1] : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * The same for a step that must succeed: on failure its output is shown and the process ends with its code.
 *
 * @param {string[]} program
 * @param {string[]} args
 */
export async function runOrExplain(program, args) {
  const { code, output } = await run(program, args);
  if (code === 0) return;
  console.error(`${output}\n${[...program, ...args].join(' ')} ended with code ${code}.`);
  process.exit(code);
}
