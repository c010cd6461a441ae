/** Whole seconds until a moment of this page's own clock, counted down while a component shows them. */
export class CodeWait {
  #until: () => number;
  #now = $state(performance.now());

  constructor(until: () => number) {
    this.#until = until;
    $effect(() => {
      const timer = setInterval(() => this.look(), 500);
      return () => clearInterval(timer);
    });
  }

  get seconds(): number {
    return Math.max(0, Math.ceil((this.#until() - this.#now) / 1000));
  }

  /** After a code went, without waiting for the next tick. */
  look(): void {
    this.#now = performance.now();
  }
}
