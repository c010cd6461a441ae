/** The server's time as its answers tell it, to a second; a device's own clock may be minutes off. */
export function serverClock(): { hear(response: Response): void; now(): Date } {
  /** Milliseconds between the server's time and the device's steady clock. */
  let offset: number | null = null;
  return {
    hear(response) {
      const said = Date.parse(response.headers.get('date') ?? '');
      if (Number.isNaN(said)) return;
      // The header leaves out the part of the second.
      const heard = said + 500 - performance.now();
      if (offset === null || Math.abs(heard - offset) > 1_000) offset = heard;
    },
    now: () => new Date(offset === null ? Date.now() : offset + performance.now()),
  };
}
