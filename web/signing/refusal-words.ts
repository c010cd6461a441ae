import type { SigningReason } from '../../api/agreements/terms.ts';
import type { Failure } from '../console/client.ts';
import { m } from '../paraglide/messages.js';

/** `about`: a number, a parcel's code, a character or a count; `seconds`: how long to wait. */
type Facts = { about: string; seconds: number };

/** The server's refusals, each in the reader's language. */
const words: Record<SigningReason, (facts: Facts) => string> = {
  'wrong-state': () => m.refusal_wrong_state(),
  'past-deadline': () => m.refusal_past_deadline(),
  'not-your-turn': () => m.refusal_not_your_turn(),
  'already-done': () => m.refusal_already_done(),
  'being-delegated': () => m.refusal_being_delegated(),
  'no-act': () => m.refusal_no_act(),
  busy: () => m.refusal_busy(),
  'lease-lost': () => m.refusal_lease_lost(),
  'nobody-signs': () => m.refusal_nobody_signs(),
  'code-none': () => m.refusal_code_none(),
  'code-wrong': ({ about }) => m.refusal_code_wrong({ about }),
  'code-locked': ({ about }) => m.refusal_code_locked({ about }),
  'place-locked': ({ about }) => m.refusal_place_locked({ about }),
  'code-other-document': () => m.refusal_code_other_document(),
  'code-other-set': () => m.refusal_code_other_set(),
  'code-used': () => m.refusal_code_used(),
  'code-too-soon': ({ seconds }) => m.sign_too_often({ seconds }),
  'set-moved': ({ about }) => m.refusal_set_moved({ about }),
  'moved-head': ({ about }) => m.refusal_moved_head({ about }),
  'not-in-set': ({ about }) => m.refusal_not_in_set({ about }),
  'other-document': () => m.refusal_other_document(),
  'draft-changed': () => m.refusal_draft_changed(),
  unread: ({ about }) => m.refusal_unread({ about }),
  'terms-changed': () => m.refusal_terms_changed(),
  'hold-lapsed': ({ about }) => m.refusal_hold_lapsed({ about }),
  'not-made': () => m.sign_not_made(),
  'many-sign': () => m.refusal_many_sign(),
  'under-way': () => m.refusal_under_way(),
  'mark-unseen': () => m.refusal_mark_unseen(),
  'name-differs': () => m.refusal_name_differs(),
  unprintable: ({ about }) => m.refusal_unprintable({ about }),
  'unprintable-name': ({ about }) => m.refusal_unprintable_name({ about }),
  'malformed-code': () => m.refusal_malformed_code(),
  'malformed-name': () => m.refusal_malformed_name(),
  'malformed-email': () => m.refusal_malformed_email(),
  'malformed-phone': () => m.refusal_malformed_phone(),
  'malformed-reason': () => m.refusal_malformed_reason(),
  malformed: () => m.refusal_malformed(),
  'picture-too-large': () => m.sign_seal_too_large(),
  'picture-format': () => m.sign_seal_format(),
  'picture-moves': () => m.refusal_picture_moves(),
  'picture-damaged': () => m.sign_seal_unreadable(),
  'picture-pixels': ({ about }) => m.refusal_picture_pixels({ about }),
  'picture-unseen': () => m.refusal_picture_unseen(),
  'not-for-a-side': () => m.refusal_not_for_a_side(),
  'shared-email': () => m.refusal_shared_email(),
  'shared-phone': () => m.refusal_shared_phone(),
  'staff-address': () => m.refusal_staff_address(),
  'staff-phone': () => m.refusal_staff_phone(),
  'dead-link': () => m.sign_dead_link_why(),
};

/** Why an act was refused; null for a reason that this page does not know. */
export function refusalWord(failure: Failure): string | null {
  const seconds = failure.kind === 'too-often' ? failure.waitSeconds : 0;
  return reasonWord(failure, seconds);
}

export function reasonWord(
  { reason, about }: { reason?: string | null | undefined; about?: string | null | undefined },
  seconds = 0,
): string | null {
  return reason && isKnown(reason) ? words[reason]({ about: about ?? '', seconds }) : null;
}

function isKnown(reason: string): reason is SigningReason {
  return Object.hasOwn(words, reason);
}
