/** Numbers are compared to 1e-9, for positions 0.1 mm: as exactly as the database gives them back. */
const comparedDecimals = 9;

/** A text that is equal for equal values, whatever order of keys a file or the database gave. */
export function comparableText(content: unknown): string {
  const text = JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value === 'number') return Number(value.toFixed(comparedDecimals));
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
  return text ?? 'null';
}
