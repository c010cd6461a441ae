import type { Finding } from '../../../api/imports/schema.ts';
import { admissionWords } from './admission-words.ts';
import { batchWords } from './batch-words.ts';
import { placeWords } from './place-words.ts';
import { recordWords } from './record-words.ts';
import { saleWords } from './sale-words.ts';
import { shapeWords } from './shape-words.ts';
import { surveyWords } from './survey-words.ts';
import { tableWords } from './table-words.ts';
import { Told, type FindingReader, type FindingText, type FindingWords } from './told.ts';
import { wordingWords } from './wording-words.ts';

const words: Record<string, FindingWords> = {
  ...recordWords,
  ...shapeWords,
  ...placeWords,
  ...admissionWords,
  ...saleWords,
  ...wordingWords,
  ...tableWords,
  ...surveyWords,
  ...batchWords,
};

/**
 * Reason and remedy of a finding in the language of the page. The server's own words (Chinese) stand for a file that cannot be
 * opened at all, and for a finding that was kept before its rule carried its values.
 */
export function findingText(finding: Finding, reader: FindingReader): FindingText {
  const told = new Told(finding, reader);
  const text = words[finding.rule]?.(told);
  return text === undefined || !told.isWhole ? { message: finding.message, remedy: finding.remedy } : text;
}

/** Whether a rule has words of its own here. */
export function isWorded(rule: string): boolean {
  return rule in words;
}
