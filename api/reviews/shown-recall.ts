import { shanghaiTime } from '../calendar/rules.ts';
import type { ShownRecall } from '../drafts/schema.ts';
import type { StoredRecall } from './recall-store.ts';

/** A recall as the wire carries it. */
export function shownRecall({ cause, reason, by, at, outcome }: StoredRecall): ShownRecall {
  return { cause, reason, by, at: shanghaiTime(at), outcome };
}
