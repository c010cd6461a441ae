/**
 * Writes a batch and never ends its transaction: `written` is printed when only the commit is left to do.
 * Arguments: the database's config as JSON, the batch's id, the account's.
 */
import { openDatabase } from '../../api/db/database.ts';
import { commitIntake } from '../../api/intakes/settle-intake.ts';

const [config = '{}', id, accountId] = process.argv.slice(2);
const database = await openDatabase(JSON.parse(config));
const at = new Date('2026-11-22T02:00:00Z');
const actor = {
  accountId: Number(accountId),
  role: 'publisher' as const,
  department: 'wuyi',
  competences: [],
  provedAt: at,
  lacksSecondFactor: false,
};
await database.transaction(
  async (tx) => {
    await commitIntake(tx, { id: Number(id), withoutRejected: false }, { actor, at });
    process.stdout.write('written\n');
    await new Promise(() => undefined);
  },
  { deadlineMs: 120_000 },
);
