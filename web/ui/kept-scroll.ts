const kept = new Map<string, number>();

/** Remembers how far a list was scrolled, for the way back to it within this visit. */
export function keepScroll(list: string, px: number): void {
  kept.set(list, px);
}

/** 0 for a list that has not been left, or that was left at its top. */
export function keptScroll(list: string): number {
  return Math.max(0, kept.get(list) ?? 0);
}
