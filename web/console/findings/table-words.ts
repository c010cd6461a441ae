import { m } from '../../paraglide/messages.js';
import type { FindingWords, Told } from './told.ts';

/** 表格: columns, rows and cells of a workbook or CSV file. What was written there stays as it is. */
export const tableWords: Record<string, FindingWords> = {
  'cell-number': (told) => cell(told, m.finding_cell_number(), m.finding_cell_number_remedy()),
  'cell-area': (told) => cell(told, m.finding_cell_area(), m.finding_cell_area_remedy()),
  'cell-money': (told) => cell(told, m.finding_cell_money(), m.finding_cell_money_remedy()),
  'money-per-mu': (told) => cell(told, m.finding_money_per_mu(), m.finding_money_per_mu_remedy()),
  'cell-yes-no': (told) => cell(told, m.finding_cell_yes_no(), m.finding_cell_yes_no_remedy()),
  'cell-unit': (told) => cell(told, m.finding_cell_unit(), m.finding_cell_unit_remedy()),
  'cell-percent': (told) => cell(told, m.finding_cell_percent(), m.finding_cell_percent_remedy()),
  'cell-value': (told) => cell(told, m.finding_cell_value(), m.finding_cell_value_remedy()),
  'cell-industry': (told) => cell(told, m.finding_cell_industry(), m.finding_cell_industry_remedy()),
  'cell-choice': (told) =>
    cell(told, m.finding_cell_choice(), m.finding_cell_choice_remedy({ choices: told.text('choices') })),
  'limit-percent-range': (told) => cell(told, m.finding_percent_range(), m.finding_percent_range_remedy()),
  'fact-unknown': (told) => cell(told, m.finding_fact_unknown(), m.finding_fact_unknown_remedy()),
  'cell-date': (told) =>
    told.has('written')
      ? cell(told, m.finding_cell_date(), m.finding_cell_date_remedy())
      : {
          message: m.finding_event_undated({ parcel: told.parcel() }),
          remedy: m.finding_event_undated_remedy(),
        },
  'cell-interval': (told) =>
    told.has('written')
      ? cell(told, m.finding_cell_interval(), m.finding_cell_interval_remedy())
      : {
          message: m.finding_bounds_clash({ parcel: told.parcel() }),
          remedy: m.finding_bounds_clash_remedy(),
        },
  'time-of-day-missing': (told) => ({
    message: m.finding_time_missing({ parcel: told.parcel(), column: told.column() }),
    remedy: m.finding_time_missing_remedy(),
  }),
  'table-too-long': (told) => ({
    message: m.finding_table_long({ sheet: told.text('sheet'), limit: told.number('limit') }),
    remedy: m.finding_in_parts_remedy(),
  }),
  'table-empty': () => ({ message: m.finding_table_empty(), remedy: m.finding_table_empty_remedy() }),
  'sheet-unknown': (told) => ({
    message: m.finding_sheet_unknown({ sheet: told.text('sheet') }),
    remedy: m.finding_sheet_unknown_remedy(),
  }),
  'column-missing': (told) => ({
    message: told.has('sheet')
      ? m.finding_head_missing({ sheet: told.text('sheet') })
      : m.finding_column_missing({ column: told.column() }),
    remedy: m.finding_column_missing_remedy(),
  }),
  'column-unknown': (told) => ({
    message: m.finding_column_unknown({ column: told.column() }),
    remedy: m.finding_column_unknown_remedy(),
  }),
  'column-repeated': (told) => ({
    message: m.finding_column_repeated({ first: told.text('first'), second: told.column() }),
    remedy: m.finding_column_repeated_remedy(),
  }),
  'row-repeated': (told) => ({
    message: m.finding_row_repeated({
      parcel: told.parcel(),
      file: told.text('earlierFile'),
      row: told.number('earlierRow'),
    }),
    remedy: m.finding_row_repeated_remedy(),
  }),
};

function cell(told: Told, cause: string, remedy: string) {
  const message = m.finding_cell({
    parcel: told.parcel(),
    column: told.column(),
    written: told.text('written'),
    cause,
  });
  return { message, remedy };
}
