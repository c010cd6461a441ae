import { dateChecks } from './date-rules.ts';
import { evaluationChecks } from './evaluation-rules.ts';
import { indicatorChecks } from './indicator-rules.ts';
import { intervalChecks } from './interval-rules.ts';
import { placeChecks } from './place-rules.ts';
import { recordChecks } from './record-rules.ts';
import { saleChecks } from './sale-rules.ts';
import { shapeChecks } from './shape-rules.ts';
import type { Check } from './subject.ts';
import { wordingChecks } from './wording-rules.ts';

/** 体检, in the order in which its findings of one severity are told. */
export const checks: readonly Check[] = [
  ...recordChecks,
  ...shapeChecks,
  ...placeChecks,
  ...evaluationChecks,
  ...indicatorChecks,
  ...intervalChecks,
  ...dateChecks,
  ...saleChecks,
  ...wordingChecks,
];
