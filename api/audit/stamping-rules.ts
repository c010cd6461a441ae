/** 时间戳: between two tokens where nothing waits for one; authorities sell them by the piece. */
const pauseMs = 3_600_000;

type Stamping = {
  /** The newest row and the last with a token; 0: none. */
  newest: number;
  stamped: { seq: number; at: Date } | null;
  /** Behind the last token an agreement was sealed: its evidence waits for one. */
  isAwaited: boolean;
  at: Date;
};

/** Whether the end of the log gets a token now: at once for a sealed agreement, else once an hour where anything was done. */
export function isStampDue({ newest, stamped, isAwaited, at }: Stamping): boolean {
  if (newest <= (stamped?.seq ?? 0)) return false;
  return isAwaited || stamped === null || at.getTime() - stamped.at.getTime() >= pauseMs;
}
