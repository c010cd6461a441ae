import type { SpamReason } from '../../api/enquiries/terms.ts';
import { m } from '../paraglide/messages.js';

/** Why something is no enquiry, to colleagues and to everybody. */
export function spamWord(reason: SpamReason): string {
  return {
    advertising: m.spam_advertising(),
    machine: m.spam_machine(),
    duplicate: m.spam_duplicate(),
    abuse: m.spam_abuse(),
    unrelated: m.spam_unrelated(),
  }[reason];
}
