import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors.ts';

/** Cost of argon2id: OWASP Password Storage Cheat Sheet, 2023: 19 MiB, two passes, one lane. */
export const passwordCost = { memoryKib: 19_456, passes: 2 };
export type PasswordCost = typeof passwordCost;

/** Each hash holds 19 MiB and a processor: so many at once, so many waiting, the rest is told to come again. */
const atOnce = 4;
const longestLine = 60;

export type Passwords = {
  /** Argon2id in PHC form. */
  hash: (password: string) => Promise<string>;
  /** Costs the same without a stored hash, and is then false. */
  verify: (password: string, stored: string | null) => Promise<boolean>;
};

/** @throws AppError `too-often` (429) from both when the line is full. */
export function openPasswords(cost: PasswordCost = passwordCost): Passwords {
  const takeTurn = createTurns();
  const options = { memoryCost: cost.memoryKib, timeCost: cost.passes, parallelism: 1 };
  // What nobody's password is compared with, so that an address without one takes as long.
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => takeTurn(() => hash(normal(password), options)),
    verify: (password, stored) =>
      takeTurn(async () => {
        nobody ??= hash('nobody has this password', options);
        const matches = await verify(stored ?? (await nobody), normal(password));
        return stored !== null && matches;
      }),
  };
}

/** One password has many spellings in Unicode; keyboards differ in which they send (NIST SP 800-63B, 5.1.1.2). */
function normal(password: string): string {
  return password.normalize('NFKC');
}

function createTurns() {
  let running = 0;
  const line: (() => void)[] = [];
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (line.length >= longestLine) throw new AppError('too-often', { retryAfterSeconds: 5 });
      await new Promise<void>((resolve) => line.push(resolve));
    } else running += 1;
    try {
      return await run();
    } finally {
      // Whoever waits longest takes over the place; nobody can slip in between.
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
