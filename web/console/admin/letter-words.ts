import type { DeadLetter } from '../../../api/letters/schema.ts';
import { m } from '../../paraglide/messages.js';

/** What letters tell of, as people call it; what is not known here stands under its own name. */
const words: Record<string, () => string> = {
  'account.register': m.letter_account_register,
  'account.invite': m.letter_account_invite,
  'account.reset': m.letter_account_reset,
  'parcel.approve': m.letter_parcel_approve,
  'parcel.return': m.letter_parcel_return,
  'parcel.end': m.letter_parcel_end,
  'agreement.draft': m.letter_agreement_draft,
  'agreement.sign': m.letter_agreement_sign,
  'agreement.code': m.letter_agreement_code,
  'agreement.remind': m.letter_agreement_remind,
  'agreement.complete': m.letter_agreement_complete,
  'agreement.delegate': m.letter_agreement_delegate,
  'agreement.delegate-decided': m.letter_agreement_delegate_decided,
  'agreement.voided': m.letter_agreement_voided,
  'agreement.declined': m.letter_agreement_declined,
  'agreement.expired': m.letter_agreement_expired,
  'certificate.expiring': m.letter_certificate_expiring,
  'enquiry.acknowledge': m.letter_enquiry_acknowledge,
  'enquiry.answer': m.letter_enquiry_answer,
  'enquiry.route': m.letter_enquiry_route,
  'enquiry.undelivered': m.letter_enquiry_undelivered,
  'enquiry.follow-up': m.letter_enquiry_follow_up,
};

export function causeWord(cause: string): string {
  return words[cause]?.() ?? cause;
}

export function mediumWord(medium: DeadLetter['medium']): string {
  return medium === 'mail' ? m.letter_mail() : m.letter_sms();
}
