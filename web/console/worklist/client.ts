import type { WorkList } from '../../../api/drafts/schema.ts';
import { read, type Reply } from '../client.ts';

export function fetchWork(signal?: AbortSignal): Promise<Reply<WorkList>> {
  return read('/api/staff/work', signal);
}
