import { openDatabase } from '../../api/db/database.ts';

/*
 * Run as a process of its own: opens the embedded database of the folder given, says so in one line, and keeps it
 * until its input ends or it is killed. With `join` it shares the database of a running process.
 */

const [, , dataDir = '', how = ''] = process.argv;

try {
  const database = await openDatabase({ databaseUrl: null, dataDir, join: how === 'join' });
  process.stdout.write(`${database.mode}\n`);
  process.stdin.resume();
  process.stdin.on('end', () => void database.close());
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
