import { createSecretBox } from '../accounts/secret-box.ts';
import { readSecretKeys } from '../accounts/secret-keys.ts';
import { loadDemonstrationEnquiries } from '../demonstration/enquiries.ts';
import { loadDemonstrationEvent } from '../demonstration/event.ts';
import { loadDemonstration } from '../demonstration/load.ts';
import { StartError } from '../errors.ts';
import { openPortal } from '../portal.ts';
import { holdsNoParcel } from '../city/store.ts';
import type { CommandInput, CommandResult } from './commands.ts';

/** `demo load`: only into a database that holds nothing yet, and not beside a server on the embedded one. */
export async function loadDemo({ env }: CommandInput): Promise<CommandResult> {
  const portal = await openPortal(env, { join: true });
  try {
    if (portal.database.mode === 'joined') {
      throw new StartError(
        'A server holds the embedded database: stop it first, then load the demonstration.',
      );
    }
    if (!(await portal.database.transaction(holdsNoParcel))) {
      throw new StartError('This database holds parcels already: load the demonstration into an empty one.');
    }
    const { database, city } = portal;
    const now = new Date();
    const days = await loadDemonstration(database, { city, env: { ...env, demo: true }, now });
    if (days === null) throw new StartError(`The city "${env.city}" brings no demonstration data.`);
    const secrets = createSecretBox(await readSecretKeys(env));
    const enquiries = await loadDemonstrationEnquiries(database, { city, env, secrets, now });
    const entries = await loadDemonstrationEvent(database, { city, env, now });
    return {
      ok: true,
      lines: [`示例数据已载入，日期后移 ${days} 天；示例询盘 ${enquiries} 件，示例活动场记 ${entries} 条。`],
      json: { ok: true, shiftedDays: days, enquiries, eventEntries: entries },
    };
  } finally {
    await portal.database.close();
  }
}
