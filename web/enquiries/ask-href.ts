/** The form about these parcels; about none it is asked of the city. */
export function askHref(codes: readonly string[] = []): string {
  const query = new URLSearchParams(codes.map((code) => ['parcel', code])).toString();
  return query === '' ? '/ask' : `/ask?${query}`;
}

/** Whose codes stand in the address of the form, each once. */
export function askedCodes(search: string): string[] {
  return [...new Set(new URLSearchParams(search).getAll('parcel'))]
    .filter((code) => code !== '')
    .slice(0, 20);
}
