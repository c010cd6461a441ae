import type { Sql, Tx } from '../db/database.ts';
import { foreignText } from './project-store.ts';
import type { NewWinner, Winner } from './winner-schema.ts';
import type { ParcelWinner } from './winner-rules.ts';

/** The last deal (成交) of a parcel that is known at an instant. */
export async function findDeal(
  sql: Sql,
  parcelId: number,
  at: Date,
): Promise<{ id: number; at: Date } | null> {
  const [row] = await sql<{ id: number; at: Date }[]>`
    select id::int as id, at from parcel_event
    where parcel_id = ${parcelId} and kind = 'sold' and at <= ${at} and recorded_at <= ${at}
    order by at desc, id desc limit 1`;
  return row ?? null;
}

/** Null when this deal has a winner already, or one waits for its second person. */
export async function insertWinner(
  tx: Tx,
  winner: NewWinner & { parcelId: number; dealId: number; accountId: number; at: Date },
): Promise<number | null> {
  const [row] = await tx<{ id: number }[]>`
    insert into parcel_winner ${tx({
      parcel_id: winner.parcelId,
      deal_id: winner.dealId,
      company: winner.company,
      credit_code: winner.creditCode ?? null,
      foreign_registration: foreignText(winner.foreignRegistration),
      confirmation_number: winner.confirmationNumber,
      confirmed_on: winner.confirmedOn,
      entered_by: winner.accountId,
      entered_at: winner.at,
    })} on conflict do nothing returning id::int as id`;
  return row?.id ?? null;
}

/** False when nothing waits, or the same person entered it. */
export async function decideWinner(
  tx: Tx,
  decision: { dealId: number; outcome: 'confirmed' | 'refused'; accountId: number; at: Date },
): Promise<boolean> {
  const { dealId, outcome, accountId, at } = decision;
  const decided = await tx`
    update parcel_winner set outcome = ${outcome}, decided_by = ${accountId}, decided_at = ${at}
    where deal_id = ${dealId} and outcome is null and entered_by <> ${accountId} returning id`;
  return decided.length === 1;
}

type WinnerRow = Omit<Winner, 'enteredAt' | 'decidedAt' | 'isOwn'> & {
  enteredAt: Date;
  enteredById: number;
  decidedAt: Date | null;
};

/** The last that was entered of a deal. */
export async function readWinner(sql: Sql, dealId: number): Promise<WinnerRow | null> {
  const [row] = await sql<WinnerRow[]>`
    select w.company, w.credit_code as "creditCode", w.foreign_registration as "foreignRegistration",
      w.confirmation_number as "confirmationNumber", w.confirmed_on::text as "confirmedOn", w.outcome,
      w.entered_at as "enteredAt", e.name as "enteredBy", w.entered_by::int as "enteredById",
      w.decided_at as "decidedAt", d.name as "decidedBy"
    from parcel_winner w join account e on e.id = w.entered_by left join account d on d.id = w.decided_by
    where w.deal_id = ${dealId} order by w.id desc limit 1`;
  return row ?? null;
}

/** Of each parcel, in the order given, who is confirmed as the winner of its last deal. */
export async function readParcelWinners(
  sql: Sql,
  codes: readonly string[],
  at: Date,
): Promise<ParcelWinner[]> {
  const rows = await sql<NonNullable<ParcelWinner['winner'] & { code: string }>[]>`
    select p.code, w.company, w.credit_code as "creditCode", w.foreign_registration as "foreignRegistration",
      w.confirmation_number as "confirmationNumber"
    from parcel p
    cross join lateral (
      select id from parcel_event
      where parcel_id = p.id and kind = 'sold' and at <= ${at} and recorded_at <= ${at}
      order by at desc, id desc limit 1
    ) deal
    join parcel_winner w on w.deal_id = deal.id and w.outcome = 'confirmed'
    where p.code = any(${[...codes]}) order by p.id limit ${codes.length}`;
  return codes.map((code) => ({ code, winner: rows.find((row) => row.code === code) ?? null }));
}
