import type { Finding } from '../../../api/imports/schema.ts';
import { m } from '../../paraglide/messages.js';

/** Where in the files it was found: `survey.txt，第 12 行`; empty for what no file says. */
export function placeText({ file, line, row }: Pick<Finding, 'file' | 'line' | 'row'>): string {
  const number = line ?? row;
  if (file === undefined) return number === undefined ? '' : m.finding_in_row({ row: number });
  return number === undefined ? file : m.finding_in_file({ file, row: number });
}
