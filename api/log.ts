import pino, { type DestinationStream, type Logger } from 'pino';
import { loggedError } from './logged-error.ts';

/** Never in a log, whoever puts it into an object: secrets, and what a person is or typed. */
const redactedNames = ['password', 'token', 'authorization', 'cookie', 'email', 'phone', 'databaseUrl'];

/** The portal's log: JSON lines, with what is private cut out up to three levels deep. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = redactedNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const serializers = { err: loggedError };
  return pino({ level, serializers, redact: { paths, censor: '[redacted]' } }, destination);
}

const plainSegment = /^[\w.~:,-]{0,80}$/;
const mobileNumber = /(?<!\d)1[3-9]\d{9}(?!\d)/;

/** A path for the log, without what somebody may have typed into it: our own are plain letters and digits, and no telephone. */
export function loggedPath(path: string): string {
  return path
    .slice(0, 200)
    .split('/')
    .map((segment) => (plainSegment.test(segment) && !mobileNumber.test(segment) ? segment : '***'))
    .join('/');
}
