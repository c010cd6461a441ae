import { counts } from '../console/shell/counts.svelte.ts';
import { forgetDrafts } from '../console/enquiries/kept-drafts.ts';
import { inbox } from '../console/enquiries/inbox.svelte.ts';
import { work } from '../console/worklist/work.svelte.ts';
import { travelTo } from '../ui/place.svelte.ts';
import { deleteSession } from './client.ts';
import { presence } from './presence.svelte.ts';

/** Ends this session. False when the server did not hear of it: whoever sits here next would still be signed in. */
export async function signOut(): Promise<boolean> {
  const reply = await deleteSession();
  if (!reply.ok) return false;
  counts.forget();
  work.forget();
  inbox.forget();
  forgetDrafts();
  presence.leave();
  travelTo('/sign-in');
  return true;
}
