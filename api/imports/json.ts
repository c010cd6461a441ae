/** Why a JSON text was refused; `line` counts from 1 where it is known. */
export type JsonFailure = { reason: 'syntax' | 'too-deep' | 'too-many-values'; line: number | undefined };
export type JsonReading = { ok: true; value: unknown } | { ok: false; failure: JsonFailure };

const limits = { depth: 32, values: 3_000_000 } as const;

/**
 * JSON (RFC 8259) under limits that hold before a single object is made: one pass over the text counts depth and values.
 * NaN and Infinity are no JSON and fail as syntax; 1e309 becomes Infinity and is refused by whoever wants a number.
 */
export function readJson(text: string): JsonReading {
  const excess = findExcess(text);
  if (excess !== undefined) return { ok: false, failure: excess };
  try {
    const value: unknown = text.includes('"__proto__"') ? JSON.parse(text, dropPrototype) : JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, failure: { reason: 'syntax', line: lineOfError(error, text) } };
  }
}

function findExcess(text: string): JsonFailure | undefined {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
      continue;
    }
    if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    else if (code === 0x2c) values += 1;
    if (depth > limits.depth) return { reason: 'too-deep', line: lineAt(text, at) };
    if (values > limits.values) return { reason: 'too-many-values', line: lineAt(text, at) };
  }
  return undefined;
}

/** An own key `__proto__` is harmless until somebody copies it; it never gets that far. */
function dropPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function lineOfError(error: unknown, text: string): number | undefined {
  const message = error instanceof SyntaxError ? error.message : '';
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? firstWrongLine(text) : lineAt(text, Number(position));
}

/**
 * V8 gives no position for an unexpected token. No token goes over the end of a line, so all lines up to some line are
 * either a good beginning, which then ends too early, or hold the error: between the two it is found by halving.
 */
function firstWrongLine(text: string): number {
  const lines = text.split('\n');
  let good = 0;
  let wrong = lines.length;
  while (wrong - good > 1) {
    const middle = Math.floor((good + wrong) / 2);
    if (isBeginning(`${lines.slice(0, middle).join('\n')}\n`)) good = middle;
    else wrong = middle;
  }
  return wrong;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof SyntaxError)) return false;
    const position = /position (\d+)/.exec(error.message)?.[1];
    return /end of JSON/i.test(error.message) || Number(position ?? -1) >= text.length;
  }
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}
