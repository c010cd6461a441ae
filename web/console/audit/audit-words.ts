import type { AuditPage } from '../../../api/audit/schema.ts';
import { roleWord } from '../../accounts/role-words.ts';
import { m } from '../../paraglide/messages.js';

type Entry = AuditPage['items'][number];

/** The log's own names of what is done, as people call it; what is not known here stands under its own name. */
const words: Record<string, () => string> = {
  'session.start': m.act_session_start,
  'session.start-by-link': m.act_session_link,
  'account.create': m.act_account_create,
  'account.lock': m.act_account_lock,
  'account.reset': m.act_account_reset_all,
  'account.register': m.act_account_register,
  'account.verify': m.act_account_verify,
  'account.invite': m.act_account_invite,
  'account.change': m.act_account_change,
  'account.change-own': m.act_account_change_own,
  'account.reset-password': m.act_account_reset,
  'account.set-second-factor': m.act_factor_set,
  'account.end-second-factor': m.act_factor_end,
  'department.create': m.act_department_create,
  'department.change': m.act_department_change,
  'intake.open': m.act_intake_open,
  'intake.refuse-probe': m.act_intake_refuse_probe,
  'check.refuse-probe': m.act_check_refuse_probe,
  'intake.commit': m.act_intake_commit,
  'intake.undo': m.act_intake_undo,
  'intake.discard': m.act_intake_discard,
  'attachment.add': m.act_attachment_add,
  'draft.create': m.act_draft_create,
  'draft.begin': m.act_draft_begin,
  'draft.change': m.act_draft_change,
  'draft.discard': m.act_draft_discard,
  'parcel.submit': m.act_parcel_submit,
  'parcel.take-back': m.act_parcel_take_back,
  'parcel.approve': m.act_parcel_approve,
  'parcel.return': m.act_parcel_return,
  'parcel.publish': m.act_parcel_publish,
  'parcel.withdraw': m.act_parcel_withdraw,
  'parcel.request-withdrawal': m.act_withdrawal_request,
  'parcel.refuse-withdrawal': m.act_withdrawal_refuse,
  'parcel.recall': m.act_parcel_recall,
  'parcel.export': m.act_parcel_export,
  'parcel.confirm-recall': m.act_recall_confirm,
  'parcel.lift-recall': m.act_recall_lift,
  'parcel.enter-winner': m.act_winner_enter,
  'parcel.decide-winner': m.act_winner_decide,
  'event.make': m.act_event_make,
  'event.standby': m.act_event_standby,
  'event.take': m.act_event_take,
  'event.skip': m.act_event_skip,
  'event.revoke': m.act_event_revoke,
  'event.pause': m.act_event_pause,
  'event.resume': m.act_event_resume,
  'demonstration.load': m.act_demonstration_load,
  'enquiry.receive': m.act_enquiry_receive,
  'enquiry.ask': m.act_enquiry_ask,
  'enquiry.note': m.act_enquiry_note,
  'enquiry.answer': m.act_enquiry_answer,
  'enquiry.hand-over': m.act_enquiry_hand_over,
  'enquiry.close': m.act_enquiry_close,
  'enquiry.mark-spam': m.act_enquiry_spam,
  'enquiry.unmark-spam': m.act_enquiry_not_spam,
  'enquiry.reveal': m.act_enquiry_reveal,
  'enquiry.withdraw': m.act_enquiry_withdraw,
  'enquiry.file': m.act_enquiry_file,
  'enquiry.erase': m.act_enquiry_erase,
  'enquiry.export': m.act_enquiry_export,
  'enquiry.remind': m.act_enquiry_remind,
  'enquiry.escalate': m.act_enquiry_escalate,
  'absence.enter': m.act_absence_enter,
  'absence.remove': m.act_absence_remove,
  'agreement.prepare': m.act_agreement_prepare,
  'agreement.edit': m.act_agreement_edit,
  'agreement.share': m.act_agreement_share,
  'agreement.gate': m.act_agreement_gate,
  'agreement.confirm': m.act_agreement_confirm,
  'agreement.send': m.act_agreement_send,
  'agreement.open': m.act_agreement_open,
  'agreement.read': m.act_agreement_read,
  'agreement.code': m.act_agreement_code,
  'agreement.approve': m.act_agreement_approve,
  'agreement.witness': m.act_agreement_witness,
  'agreement.sign': m.act_agreement_sign,
  'agreement.discard': m.act_agreement_discard,
  'agreement.seal': m.act_agreement_seal,
  'agreement.seal-failed': m.act_agreement_seal_failed,
  'agreement.complete': m.act_agreement_complete,
  'agreement.decline': m.act_agreement_decline,
  'agreement.delegate': m.act_agreement_delegate,
  'agreement.delegate-admit': m.act_agreement_delegate_admit,
  'agreement.delegate-refuse': m.act_agreement_delegate_refuse,
  'agreement.void': m.act_agreement_void,
  'agreement.expire': m.act_agreement_expire,
  'agreement.extend': m.act_agreement_extend,
  'agreement.remind': m.act_agreement_remind,
  'agreement.undelivered': m.act_agreement_undelivered,
  'agreement.place-locked': m.act_agreement_place_locked,
  'project.create': m.act_project_create,
  'project.edit': m.act_project_edit,
  'project.stage': m.act_project_stage,
  'project.stage-decide': m.act_project_stage_decide,
  'template.propose': m.act_template_propose,
  'template.withdraw': m.act_template_withdraw,
  'template.approve': m.act_template_approve,
  'protected-area.replace': m.act_protected_replace,
  'installation.restore': m.act_installation_restore,
};

export function actionWord(action: string): string {
  return words[action]?.() ?? action;
}

/** Everything, then whole nouns, as the log takes them: `parcel` for all that is done to parcels. */
export function actionChoices(): { value: string; label: string }[] {
  return [
    { value: '', label: m.audit_any() },
    { value: 'parcel', label: m.audit_of_parcels() },
    { value: 'draft', label: m.audit_of_drafts() },
    { value: 'intake', label: m.audit_of_intakes() },
    { value: 'enquiry', label: m.audit_of_enquiries() },
    { value: 'account', label: m.audit_of_accounts() },
    { value: 'session', label: m.audit_of_sessions() },
    { value: 'department', label: m.audit_of_departments() },
  ];
}

/** Accounts stand in the log as numbers: it says nothing of a person. */
export function actorWord({ role, accountId }: Pick<Entry, 'role' | 'accountId'>): string {
  if (role === 'system') return m.actor_system();
  if (role === 'visitor') return m.actor_visitor();
  if (role === 'command-line') return m.actor_command_line();
  return accountId === null ? roleWord(role) : `${roleWord(role)} ${m.account_number({ id: accountId })}`;
}
