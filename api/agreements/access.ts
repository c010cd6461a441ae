import type { Actor } from '../accounts/actor.ts';
import { shanghaiTime } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import { AppError } from '../errors.ts';
import {
  findRegistered,
  readAccountEmail,
  type AgreementRecord,
  type RegisteredAgreement,
} from './agreement-store.ts';
import type { AgreementParts } from './parts.ts';
import { namedPlaces } from './signer-store.ts';
import { isRehearsed, type Party, type SignerRole } from './terms.ts';

/** For whom an agreement is read: its department, a reviewer, or an investor who is named in it with his e-mail. */
export type Opened = {
  agreement: AgreementRecord;
  side: 'office' | 'reviewer' | 'named';
  /** 签署方 for whom whoever reads may confirm the draft: only who signs for one does. */
  parties: Party[];
  /** As what the named is named. */
  roles: SignerRole[];
  /** At which places he is named. */
  positions: number[];
};

/** @throws AppError `not-found`: missing, or somebody else's, alike; `internal` with what is known of it where its text cannot be read. */
export async function openAgreement(
  sql: Sql,
  { secrets }: Pick<AgreementParts, 'secrets'>,
  { number, actor }: { number: string; actor: Actor },
): Promise<Opened> {
  const registered = await findRegistered(sql, { number });
  if (registered === null) throw new AppError('not-found');
  if (actor.role === 'reviewer')
    return { agreement: readable(registered), side: 'reviewer', parties: [], roles: [], positions: [] };
  if (actor.role === 'publisher') {
    if (actor.department !== registered.department) throw new AppError('not-found');
    return {
      ...{ agreement: readable(registered), side: 'office' },
      ...{ parties: ['government'], roles: [], positions: [] },
    };
  }
  // 演练 is between colleagues: of whoever is named in it, nobody was told.
  if (isRehearsed(number)) throw new AppError('not-found');
  // Before the draft is shared, who is named in it does not know of it.
  const email = await readAccountEmail(sql, actor.accountId);
  const places = await namedPlaces(sql, secrets, { agreementId: registered.id, email });
  if (places.length === 0) throw new AppError('not-found');
  const parties = [...new Set(places.filter(({ role }) => role === 'signer').map(({ party }) => party))];
  return {
    ...{ agreement: readable(registered), side: 'named', parties },
    roles: places.map(({ role }) => role),
    positions: places.map(({ position }) => position),
  };
}

/** Of one's own department. @throws AppError `not-found` for everything else. */
export async function openOwnAgreement(
  sql: Sql,
  parts: Pick<AgreementParts, 'secrets'>,
  asked: { number: string; actor: Actor },
): Promise<AgreementRecord> {
  const { agreement, side } = await openAgreement(sql, parts, asked);
  if (side !== 'office') throw new AppError('not-found');
  return agreement;
}

function readable({ content, ...registered }: RegisteredAgreement): AgreementRecord {
  if (content !== null) return { ...registered, content };
  const { number, sealFailure, sealAttempts, sealNextAt } = registered;
  const sealing =
    sealFailure === null || sealNextAt === null
      ? ''
      : `封存已失败 ${sealAttempts} 次，下次重试 ${shanghaiTime(sealNextAt).slice(0, 16).replace('T', ' ')}。`;
  throw new AppError('internal', {
    detail: `${number} 的文本已读不出来。${sealing}请联系管理员核查数据库与备份。`,
    cause: new Error(`the text of ${number} cannot be read`),
  });
}
