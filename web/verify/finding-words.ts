import type { Finding } from '../../api/agreements/verify-schema.ts';
import { m } from '../paraglide/messages.js';

type Words = { word: () => string; says: (figures: { bytes: string }) => string };

const words: Record<Finding['reason'], Words> = {
  identical: { word: m.file_check_word_identical, says: m.file_check_says_identical },
  'stored-differs': { word: m.file_check_word_stored_differs, says: m.file_check_says_stored_differs },
  'signed-bytes-intact': {
    word: m.file_check_word_signed_bytes_intact,
    says: m.file_check_says_signed_bytes_intact,
  },
  padding: { word: m.file_check_word_padding, says: m.file_check_says_padding },
  broken: { word: m.file_check_word_broken, says: m.file_check_says_broken },
  'other-bytes': { word: m.file_check_word_other_bytes, says: m.file_check_says_other_bytes },
  covered: { word: m.file_check_word_covered, says: m.file_check_says_covered },
  unsigned: { word: m.file_check_word_unsigned, says: m.file_check_says_unsigned },
  appended: { word: m.file_check_word_appended, says: m.file_check_says_appended },
  'bytes-changed': { word: m.file_check_word_bytes_changed, says: m.file_check_says_bytes_changed },
  final: { word: m.file_check_word_final, says: m.file_check_says_final },
  'not-last': { word: m.file_check_word_not_last, says: m.file_check_says_not_last },
  ended: { word: m.file_check_word_ended, says: m.file_check_says_ended },
  unfinished: { word: m.file_check_word_unfinished, says: m.file_check_says_unfinished },
  unregistered: { word: m.file_check_word_unregistered, says: m.file_check_says_unregistered },
  'test-certificate': { word: m.file_check_word_test_certificate, says: m.file_check_says_test_certificate },
  'process-recorded': { word: m.file_check_word_process_recorded, says: m.file_check_says_process_recorded },
  'our-certificate': { word: m.file_check_word_our_certificate, says: m.file_check_says_our_certificate },
  'no-root': { word: m.file_check_word_no_root, says: m.file_check_says_no_root },
  rehearsal: { word: m.event_rehearsal, says: m.file_check_says_rehearsal },
  'own-list': { word: m.file_check_word_own_list, says: m.file_check_says_own_list },
  'kept-at-sealing': { word: m.file_check_word_kept_at_sealing, says: m.file_check_says_kept_at_sealing },
  'not-archived': { word: m.file_check_word_not_archived, says: m.file_check_says_not_archived },
  'no-status': { word: m.file_check_word_no_status, says: m.file_check_says_no_status },
  revoked: { word: m.file_check_word_revoked, says: m.file_check_says_revoked },
  'not-asked': { word: m.file_check_word_not_asked, says: m.file_check_says_not_asked },
  facts: { word: m.file_check_word_facts, says: m.file_check_says_facts },
  'not-examined': { word: m.file_check_word_not_examined, says: m.file_check_says_not_examined },
  'no-signature': { word: m.file_check_word_no_signature, says: m.file_check_says_no_signature },
  unread: { word: m.file_check_word_unread, says: m.file_check_says_unread },
  'too-heavy': { word: m.file_check_word_too_heavy, says: m.file_check_says_too_heavy },
  unreadable: { word: m.file_check_word_unreadable, says: m.file_check_says_unreadable },
};

/** The verdict of a line in a word or two, and the sentence that goes with it. */
export function wordsOf({ reason }: Finding, foreignBytes: number): { word: string; says: string } {
  const { word, says } = words[reason];
  return { word: word(), says: says({ bytes: foreignBytes.toLocaleString('en') }) };
}
