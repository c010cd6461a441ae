const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', timeStyle: 'medium' });

/** To the second, wall clock in Shanghai: `10:24:08`. */
export function exactTime(instant: string): string {
  return clock.format(new Date(instant));
}
