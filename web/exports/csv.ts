export type CsvValue = string | number;

/**
 * RFC 4180 with CRLF, behind a UTF-8 byte order mark: without it Excel reads Chinese in the machine's own code page.
 * Text that a spreadsheet would run as a formula is defused by an apostrophe (OWASP, CSV injection); numbers stay bare.
 */
export function writeCsv(rows: readonly (readonly CsvValue[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
}

const formulaStart = /^[\s\u0000]*[=+\-@\t\r\n＝＋－＠]/u;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

function field(value: CsvValue): string {
  if (typeof value === 'number') return String(value);
  const safe = formulaStart.test(value) && !plainNumber.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
