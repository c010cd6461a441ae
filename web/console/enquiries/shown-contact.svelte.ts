/** How a telephone and an address were given. */
export type Contact = { phone: string | null; email: string | null };

const shownMs = 60_000;

/** A telephone that is whole for a minute, counted by the clock on the wall: a window that slept does not lengthen it. */
export class ShownContact {
  contact = $state.raw<Contact | null>(null);
  secondsLeft = $state(0);
  #endsMs = 0;
  #timer: ReturnType<typeof setInterval> | null = null;

  show(contact: Contact): void {
    this.hide();
    this.contact = contact;
    this.#endsMs = Date.now() + shownMs;
    this.#count();
    this.#timer = setInterval(() => this.#count(), 250);
  }

  hide(): void {
    this.contact = null;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #count(): void {
    const leftMs = this.#endsMs - Date.now();
    if (leftMs <= 0) return this.hide();
    this.secondsLeft = Math.ceil(leftMs / 1000);
  }
}
