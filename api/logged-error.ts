/** What of an error names the place and not the value: codes, and of PostgreSQL which table, column, rule and function. */
const named = [
  'code',
  'errno',
  'syscall',
  'severity',
  'schema_name',
  'table_name',
  'column_name',
  'constraint_name',
  'routine',
];

/** An error may be caused by one that is caused by another; what lies deeper helps nobody. */
const deepest = 5;

export type LoggedError = {
  type: string;
  message: string;
  /** Without the message. */
  stack: string;
  [named: string]: string | number | LoggedError | undefined;
  cause?: LoggedError;
};

/**
 * An error for the log, without what somebody typed: PostgreSQL puts the values into `detail`, `where`, the query and its
 * parameters, and between the quotes of its message, as JSON.parse does.
 */
export function loggedError(error: unknown, depth = 1): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something was thrown that is no error', stack: '' };
  const { name, message, stack = '', cause } = error;
  const fields = new Map(Object.entries(error));
  const kept = named.flatMap((key) => {
    const value: unknown = fields.get(key);
    return typeof value === 'string' || typeof value === 'number' ? [[key, value] as const] : [];
  });
  return {
    type: name,
    message:
      quotes.test(name) || fields.has('severity')
        ? message.replace(/".*"|'.*'/gs, '"***"').slice(0, 300)
        : message,
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...Object.fromEntries(kept),
    ...(cause instanceof Error && depth < deepest && { cause: loggedError(cause, depth + 1) }),
  };
}

/** Whose message quotes what it was given. */
const quotes = /^(PostgresError|SyntaxError|ZodError|\$ZodError)$/;
