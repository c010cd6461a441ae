import { shanghaiDay } from '../../../api/calendar/rules.ts';
import type { Intake } from '../../../api/intakes/schema.ts';
import { muFromSqm } from '../../../api/units/rules.ts';
import type { CsvValue } from '../../exports/csv.ts';
import { writeCsv } from '../../exports/csv.ts';
import { saveFile } from '../../exports/save-file.ts';
import { m } from '../../paraglide/messages.js';
import { language } from '../../ui/language.svelte.ts';
import { areaUnit } from '../parcels/table-units.ts';
import { intakeWord, severityWord } from '../shell/state-marks.ts';

/** 预检表: a line a finding, for whoever made the files. */
export function saveCheck({ id, rows, openedAt }: Intake): void {
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
  const text = writeCsv([head, ...lines]);
  saveFile(new Blob([text], { type: 'text/csv' }), `import-${id}-${shanghaiDay(new Date(openedAt))}.csv`);
}

function mu(areaM2: number | null): CsvValue {
  return areaM2 === null ? '' : Number(muFromSqm(areaM2).toFixed(2));
}
