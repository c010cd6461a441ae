import type { StaffEvent } from '../../../api/events/staff-schema.ts';
import { partyWord, signingOf, signingWord } from '../../events/signing-words.ts';
import { formatClock } from '../../ui/dates.ts';
import { m } from '../../paraglide/messages.js';
import type { MarkShape } from '../shell/state-marks.ts';
import { itemShapes } from './desk-words.ts';

export type Stage = StaffEvent['stage'][number];
type Signer = Stage['signers'][number];
type Tone = 'ready' | 'waiting' | 'busy' | 'failed' | 'off';

const triangle = 'M6 1.3L11.2 10.4H.8z';
export const stageShapes: Record<Tone, MarkShape> = {
  ready: itemShapes.done,
  waiting: { tone: 'amber', fill: triangle, sign: 'M6 4.6v2.6M6 8.6v.4' },
  busy: itemShapes.standby,
  failed: { tone: 'amber', fill: triangle, sign: 'M6 4.6v2.6M6 8.6v.4' },
  off: itemShapes.skipped,
};

/** 就绪: in a word, how far the signing of an item is. */
export function readinessOf(view: StaffEvent, item: number): { word: string; tone: Tone } {
  const said = signingOf(view.signings, item);
  if (said !== null && said.state === 'effective') return { word: signingWord(said), tone: 'ready' };
  const stage = view.stage.find((one) => one.item === item);
  if (!stage?.agreement) return { word: m.stage_untied(), tone: 'waiting' };
  switch (stage.agreement.state) {
    case 'draft':
      return { word: m.stage_not_sent(), tone: 'waiting' };
    case 'completed':
      return { word: m.stage_sealed(), tone: 'ready' };
    case 'sealing':
      return { word: m.stage_sealing(), tone: 'busy' };
    case 'seal-failed':
      return { word: m.stage_seal_failed(), tone: 'failed' };
    case 'declined':
    case 'voided':
    case 'expired':
      return { word: m.stage_over(), tone: 'off' };
    case 'sent':
    case 'in-progress':
      return ofSigners(stage.signers);
  }
}

/** The first whose turn it is and who cannot act at once; who comes after him waits anyway. */
function ofSigners(signers: readonly Signer[]): { word: string; tone: Tone } {
  const late = signers.find((signer) => signer.isAsked && !isReady(signer));
  if (late === undefined) return { word: m.stage_all_ready(), tone: 'ready' };
  return { word: m.stage_not_ready({ who: signerWord(late) }), tone: 'waiting' };
}

/** He read this very document and has a code for it that still counts. */
export function isReady({ isDone, hasRead, codeUntil, batchUntil }: Signer): boolean {
  return isDone || (hasRead && (codeUntil !== null || batchUntil !== null));
}

export function signerWord({ party, role }: Pick<Signer, 'party' | 'role'>): string {
  const word = partyWord(party);
  if (role === 'approver') return m.stage_role_approver({ party: word });
  return role === 'witness' ? m.stage_role_witness({ party: word }) : word;
}

export function lightWord(signer: Signer): string {
  const { role, isDone, isAsked, hasOpened, hasRead, codeUntil, batchUntil } = signer;
  // A witness is no signer.
  if (isDone) return role === 'signer' ? m.stage_light_done() : m.stage_light_acted();
  if (!isAsked) return m.stage_light_waiting();
  if (!hasOpened) return m.stage_light_unopened();
  if (!hasRead) return m.stage_light_opened();
  if (batchUntil !== null) return m.stage_light_batch({ time: formatClock(batchUntil) });
  return codeUntil === null ? m.stage_light_read() : m.stage_light_code({ time: formatClock(codeUntil) });
}

/** What the company agreed to being public, in a line. */
export function consentWord({ mayName, mayShowAmount }: NonNullable<Stage['agreement']>): string {
  if (mayName && mayShowAmount) return m.stage_consents();
  const withheld = [
    mayName ? null : m.stage_names_withheld(),
    mayShowAmount ? null : m.stage_amount_withheld(),
  ];
  return withheld.filter((word) => word !== null).join(' · ');
}
