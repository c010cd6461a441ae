import type { AppError } from '../errors.ts';
import type { Envelope, Refusal, Step } from './envelope-rules.ts';
import { refusedFor } from './refused-for.ts';

const words: Record<Refusal, string> = {
  'wrong-state': '协议现在的状态不能这样办，请刷新后查看。',
  'past-deadline': '已过签署截止时间。',
  'not-your-turn': '还没有轮到您签署，前一组签完后会通知您。',
  'already-done': '这一位已经办过，不能重复。',
  'being-delegated': '已申请转交他人，正在等招商部门核准，核准之前不能办理。',
  'no-act': '您收到的是抄送，不需要也不能办理。',
  busy: '另一位正在签署，请稍候。',
  'lease-lost': '签署超时，请重新获取验证码后再签。',
  'nobody-signs': '没有签署人，不能发出。',
};

/** The agreement after a step. @throws AppError `conflict` (409) saying why it is refused. */
export function after(step: Step): Envelope {
  if (step.ok) return step.envelope;
  throw refusal(step.refusal);
}

export function refusal(code: Refusal): AppError {
  return refusedFor(code, 'conflict', { detail: words[code] });
}
