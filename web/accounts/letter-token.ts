/** The secret of a letter's link, behind the # so that no server's log has it; null where there is none. */
export function letterToken(hash: string): string | null {
  return /^#t=([\w-]{20,200})$/.exec(hash)?.[1] ?? null;
}
