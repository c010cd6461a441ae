import type { Actor } from '../accounts/actor.ts';
import { shanghaiDay, shanghaiTime } from '../calendar/rules.ts';
import type { Sql } from '../db/database.ts';
import type { WorkItem, WorkList } from '../drafts/schema.ts';
import { scopeOf } from '../drafts/scope-rules.ts';
import { listDone, listDue, listMine, listOthers, type WorkRow } from './work-store.ts';

/** 待办: derived when it is asked for, so that nothing has to be kept in step with it. */
export async function readWork(sql: Sql, actor: Actor, at: Date): Promise<WorkList> {
  const today = shanghaiDay(at);
  const worker = { ...actor, scope: scopeOf(actor), at, today };
  const [mine, due, others, done] = await Promise.all([
    listMine(sql, worker),
    listDue(sql, worker),
    listOthers(sql, worker),
    listDone(sql, worker, new Date(`${today}T00:00:00+08:00`)),
  ]);
  return {
    mine: mine.map(shown),
    due: due.map(shown),
    others: others.map(shown),
    done: done.map(shown),
    at: shanghaiTime(at),
  };
}

function shown({ at, due, ...row }: WorkRow): WorkItem {
  return { ...row, at: at && shanghaiTime(at), due: due && shanghaiTime(due) };
}
