import { shanghaiDay, shanghaiTime } from '../../../api/calendar/rules.ts';
import type { StaffParcelRow } from '../../../api/drafts/schema.ts';
import { formatArea, muFromSqm } from '../../../api/units/rules.ts';
import type { CsvValue } from '../../exports/csv.ts';
import { writeCsv } from '../../exports/csv.ts';
import { saveFile } from '../../exports/save-file.ts';
import { m } from '../../paraglide/messages.js';
import { language } from '../../ui/language.svelte.ts';
import type { Acting } from '../shell/acting.svelte.ts';
import { severityWord, stateWord } from '../shell/state-marks.ts';
import { noteExport } from './client.ts';
import { industryLabel } from './fact-labels.ts';

/** Saves rows of drafts as a file, once the log knows of it: that needs a recent proof. */
export function takeOut(rows: readonly StaffParcelRow[], acting: Acting): Promise<void> {
  return acting.run(noteExport(rows.length), () => exportRows(rows, new Date()));
}

/** The rows as the table shows them, numbers as numbers, for a spreadsheet. */
function exportRows(rows: readonly StaffParcelRow[], now: Date): void {
  const { unit } = formatArea(0, 'mu', { locale: language.current });
  const head = [
    m.new_code(),
    m.fact_name(),
    m.parcels_place(),
    m.parcels_area({ unit }),
    m.parcels_area({ unit: 'm²' }),
    m.parcels_industry(),
    m.parcels_review(),
    severityWord('error'),
    severityWord('warning'),
    severityWord('notice'),
    m.parcels_updated(),
  ];
  const text = writeCsv([head, ...rows.map(cellsOf)]);
  saveFile(new Blob([text], { type: 'text/csv' }), `parcels-${shanghaiDay(now)}.csv`);
}

function cellsOf(row: StaffParcelRow): CsvValue[] {
  const { findings, areaM2 } = row;
  return [
    row.code,
    row.name ?? '',
    row.park ?? row.parkCode ?? '',
    areaM2 === null ? '' : Number(muFromSqm(areaM2).toFixed(2)),
    areaM2 ?? '',
    row.industryCode === null ? '' : industryLabel(row.industryCode),
    stateWord(row.state),
    findings?.error ?? '',
    findings?.warning ?? '',
    findings?.notice ?? '',
    shanghaiTime(new Date(row.updatedAt)),
  ];
}
