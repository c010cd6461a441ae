import { readFile } from 'node:fs/promises';
import { trustProxies } from '../accounts/client-address.ts';
import { openPasswords } from '../accounts/passwords.ts';
import { createSecretBox } from '../accounts/secret-box.ts';
import { readSecretKeys } from '../accounts/secret-keys.ts';
import { openPaperDesk } from '../agreements/paper-desk.ts';
import { createApp } from '../app.ts';
import { openBlobs } from '../attachments/blobs.ts';
import { followCommits } from '../db/follow.ts';
import { StartError } from '../errors.ts';
import { openHub } from '../events/hub.ts';
import type { Totals } from '../events/totals-rules.ts';
import type { SealedLetter } from '../letters/store.ts';
import { createLog } from '../log.ts';
import { openPortal } from '../portal.ts';
import { makeTestMaterial, openTrust } from '../signatures/trust.ts';
import { formatArea, formatMoney, formatNumber } from '../units/rules.ts';
import type { CommandInput, CommandResult } from './commands.ts';
import { playRehearsal } from './rehearsal-play.ts';
import { playedAt } from './rehearsal-requests.ts';

/**
 * `event rehearse SLUG`: a rehearsal of an event, played by programs in minutes. They sign with certificates that are made for this
 * play and gone after it, whatever the portal signs with. Ctrl-C ends it at the next step.
 */
export async function rehearseEvent({ env, files }: CommandInput): Promise<CommandResult> {
  const [slug, ...others] = files;
  if (slug === undefined || others.length > 0) throw new StartError('Name one event by its address.');
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const portal = await openPortal(env, { join: true });
  const { database, city, schemaVersion } = portal;
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  const material = await makeTestMaterial(new Date());
  const papers = openPaperDesk(material);
  const logger = createLog('silent');
  const onError = () => undefined;
  const hub = openHub({
    ...{ database, onError, now: () => new Date() },
    follow: (run) => followCommits(database, { topic: 'events', everyMs: 1_000, run, onError }),
  });
  try {
    const { isTest, roots, notAfter: certificateEnds } = await openTrust(material);
    const letters: SealedLetter[] = [];
    const takeRehearsed = (letter: SealedLetter) => void letters.push(letter);
    const signing = { papers, isTest, roots, certificateEnds, takeRehearsed };
    const secrets = createSecretBox(await readSecretKeys(env));
    const isTrustedProxy = trustProxies([]);
    const shared = {
      ...{ database, city, blobs: openBlobs(env.blobDir), isHttps: false },
      ...{ origin: () => playedAt, now: () => new Date() },
    };
    const app = await createApp({
      ...shared,
      ...{ version, schemaVersion, logger, pagesFolder: null, isStopping: () => false, signing, hub },
      settings: { basemap: env.basemap, mapApprovalNumber: null, demonstrationShiftDays: null },
      accounts: {
        // Nobody reaches this portal but the programs, which have no second factor.
        ...{ isDemonstration: true, passwords: openPasswords(), secrets, isTrustedProxy },
        ownOrigins: () => [playedAt],
      },
    });
    const parts = { ...shared, ...signing, secrets, isTrustedProxy };
    const tell = (line: string) => void process.stderr.write(`${line}\n`);
    const played = await playRehearsal({ app, parts, letters, tell, signal: stop.signal }, slug);
    const lines = played.isWhole ? [totalsLine(played.totals)] : ['演练已中止。', totalsLine(played.totals)];
    return { ok: played.isWhole, lines, json: { ok: played.isWhole, ...played } };
  } finally {
    process.removeListener('SIGINT', interrupt);
    await hub.close();
    await papers.close();
    await database.close();
  }
}

/** As the screen of the hall says it. */
export function totalsLine({ parcelsReleased, areaM2, projects, talents, talentProjects }: Totals): string {
  const locale = 'zh-CN';
  const area = formatArea(areaM2, 'mu', { locale });
  const amount = formatMoney(projects.amount, { locale });
  const count = (value: number) => formatNumber(value, { locale, decimals: 0 });
  return [
    `地块 ${count(parcelsReleased)} 宗`,
    `面积 ${area.value} ${area.unit}`,
    `签约项目 ${count(projects.count)} 个`,
    `金额 ${amount.value} ${amount.unit}`,
    `人才（团队）${count(talents)}`,
    `招才项目 ${count(talentProjects)}`,
  ].join(' · ');
}
