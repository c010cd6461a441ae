/** What is left until a moment, by the server's clock, second by second while the component that calls this lives. */
export function countdown(startsAt: () => string, now: () => Date) {
  let seconds = $state(0);
  $effect(() => {
    const starts = Date.parse(startsAt());
    const look = () => (seconds = Math.max(0, Math.ceil((starts - now().getTime()) / 1_000)));
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  });
  const days = $derived(Math.floor(seconds / 86_400));
  const clock = $derived(
    [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
      .map((part) => String(part).padStart(2, '0'))
      .join(':'),
  );
  return {
    get isOver() {
      return seconds === 0;
    },
    get days() {
      return days;
    },
    get clock() {
      return clock;
    },
  };
}
