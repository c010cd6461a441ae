import pino, { type DestinationStream, type Logger } from 'pino';

/** Never in a log, whoever puts it into an object: secrets, and what a person is or typed. */
const redactedNames = ['password', 'token', 'authorization', 'cookie', 'email', 'phone', 'databaseUrl'];

/** The portal's log: JSON lines, with what is private cut out up to three levels deep. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = redactedNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, redact: { paths, censor: '[redacted]' } }, destination);
}
