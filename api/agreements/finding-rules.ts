import type { Finding } from './verify-schema.ts';

const finding =
  (verdict: Finding['verdict']) =>
  (reason: Finding['reason'], message: string, technical: string): Finding => ({
    ...{ verdict, reason },
    ...{ message, technical },
  });

/** A finding of each verdict: its reason, a sentence for people, and figures. */
export const good = finding('good');
export const bad = finding('bad');
export const caution = finding('caution');
export const fact = finding('fact');
