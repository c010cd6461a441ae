import type { Sql, Tx } from '../db/database.ts';

/**
 * Takes everything out of a case that says who asked and what: words, names, file names, links, and letters that have not gone
 * out. What happened and when stays. Returns the ids of its files, whose bytes are to go too.
 */
export async function eraseCase(tx: Tx, enquiryId: number, at: Date): Promise<string[]> {
  await tx`
    update enquiry_person set sealed = null, erased_at = ${at}, company_index = null, phone_index = null,
      email_index = null, account_id = null
    where enquiry_id = ${enquiryId} and erased_at is null`;
  await tx`
    update enquiry_message set sealed = null, erased_at = ${at}
    where enquiry_id = ${enquiryId} and erased_at is null`;
  const files = await tx<{ id: string }[]>`
    update enquiry_file set sealed = null, erased_at = ${at}
    where enquiry_id = ${enquiryId} and erased_at is null returning id::text as id`;
  await tx`delete from enquiry_link where enquiry_id = ${enquiryId}`;
  await tx`
    update letter set sealed = null, failed_at = ${at}, failure = 'erased'
    where enquiry_id = ${enquiryId} and sent_at is null and failed_at is null`;
  return files.map(({ id }) => id);
}

/** Cases that ended, or fell silent, before then and still say who asked. */
export async function listErasable(sql: Sql, before: Date, limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select s.enquiry_id::int as id from enquiry_standing s
    join enquiry_person p on p.enquiry_id = s.enquiry_id and p.erased_at is null
    where s.state <> 'waiting' and s.last_at < ${before}
    order by s.enquiry_id limit ${limit}`;
  return rows.map(({ id }) => id);
}
