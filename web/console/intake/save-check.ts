import { shanghaiDay } from '../../../api/calendar/rules.ts';
import type { Intake } from '../../../api/intakes/schema.ts';
import { muFromSqm } from '../../../api/units/rules.ts';
import type { CsvValue } from '../../exports/csv.ts';
import { writeCsv } from '../../exports/csv.ts';
import { text, type Cell } from '../../exports/cell.ts';
import { saveFile } from '../../exports/save-file.ts';
import { m } from '../../paraglide/messages.js';
import { language } from '../../ui/language.svelte.ts';
import { areaUnit } from '../parcels/table-units.ts';
import { intakeWord, severityWord } from '../shell/state-marks.ts';

/** 预检表: a line a finding, for whoever made the files. */
function checkLines({ rows }: Intake): CsvValue[][] {
  const unit = areaUnit(language.current);
  const head = [
    m.intake_row(),
    m.intake_code(),
    m.intake_action(),
    m.intake_area_before({ unit }),
    m.intake_area_after({ unit }),
    m.parcels_check(),
    m.intake_worst(),
    m.check_remedy(),
    m.intake_file(),
  ];
  const lines = rows.flatMap((row, index): CsvValue[][] => {
    const start = [index + 1, row.ref, intakeWord(row.action), mu(row.areaBeforeM2), mu(row.areaAfterM2)];
    if (row.findings.length === 0) return [[...start, m.intake_no_finding(), '', '', '']];
    return row.findings.map(({ severity, message, remedy, file, line }) => [
      ...start,
      severityWord(severity),
      message,
      remedy,
      [file, line].filter((part) => part !== undefined).join(':'),
    ]);
  });
  return [head, ...lines];
}

export function saveCheck(intake: Intake): void {
  const csv = writeCsv(checkLines(intake));
  saveFile(new Blob([csv], { type: 'text/csv' }), `${nameOf(intake)}.csv`);
}

/** The same as a workbook. @throws when the code that writes it cannot be had. */
export async function saveCheckBook(intake: Intake): Promise<void> {
  const { writeSheets } = await import('../../exports/workbook.ts');
  const rows = checkLines(intake).map((line) => line.map(cellOf));
  saveFile(
    await writeSheets([{ name: m.intake_download(), rows, headRows: 1, headColumns: 2, widths: null }]),
    `${nameOf(intake)}.xlsx`,
  );
}

function cellOf(value: CsvValue): Cell {
  if (typeof value === 'string') return text(value);
  return { kind: 'number', value, decimals: Number.isInteger(value) ? 0 : 2 };
}

function nameOf({ id, openedAt }: Intake): string {
  return `import-${id}-${shanghaiDay(new Date(openedAt))}`;
}

function mu(areaM2: number | null): CsvValue {
  return areaM2 === null ? '' : Number(muFromSqm(areaM2).toFixed(2));
}
