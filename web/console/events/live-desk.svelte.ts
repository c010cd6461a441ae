import type { StaffEvent } from '../../../api/events/staff-schema.ts';
import { idempotencyKey, type Failure, type Reply } from '../client.ts';
import { fetchEvent, sendPress, type Verb } from './client.ts';
import { silentMs, type Block } from './desk-rules.ts';

const lookEveryMs = 2_000;
const tickMs = 250;
/** A third of the lease, so that one lost answer does not lose it. */
const keepEveryMs = 5_000;
/** Sent again with the same key for so long; later it is a new decision. */
const sameKeyMs = 5_000;
const pauseMs = 400;
/** 切出 hears no second press for so long. */
const repeatMs = 400;

type Entry = StaffEvent['log'][number];
/** What became of a press that was not simply done. */
export type Outcome =
  | { kind: 'behind'; verb: Verb; news: Entry[] }
  /** No answer came in time: whether it was done is seen when the line is back. */
  | { kind: 'unanswered'; verb: Verb }
  | { kind: 'refused'; verb: Verb; failure: Failure };

/** 场控台: an event as it stands, and what a host presses. What is pressed is done once or not at all, and never later. */
export class LiveDesk {
  view = $state.raw<StaffEvent | null>(null);
  /** Why the last look showed nothing. */
  failure = $state.raw<Failure | null>(null);
  outcome = $state.raw<Outcome | null>(null);
  pressing = $state<Verb | null>(null);
  /** This console had control and did not keep it. */
  hasLapsed = $state(false);
  /** Milliseconds of the last look, there and back. */
  tripMs = $state(0);
  #keeps = $state(false);
  #now = $state(Date.now());
  #heardAt = $state(Date.now());
  /** By how much the server's clock is ahead of this one. */
  #aheadMs = $state(0);
  #turn = 0;
  #isLooking = false;
  #takenAt = Number.NEGATIVE_INFINITY;
  readonly slug: string;

  constructor(slug: string) {
    this.slug = slug;
  }

  /** The server's clock; it stands where nothing is heard. */
  readonly serverMs = $derived(Math.min(this.#now, this.#heardAt + silentMs) + this.#aheadMs);
  readonly silentForMs = $derived(this.#now - this.#heardAt);
  readonly isSilent = $derived(this.silentForMs >= silentMs);
  readonly heardAt = $derived(new Date(this.#heardAt + this.#aheadMs));
  readonly keeps = $derived(this.#keeps);
  readonly leaseMs = $derived(
    this.view?.control ? Math.max(0, Date.parse(this.view.control.until) - this.#now - this.#aheadMs) : 0,
  );
  readonly block = $derived(this.#block());

  #block(): Block | null {
    if (this.view?.status === 'ended') return 'ended';
    if (this.hasLapsed) return 'lapsed';
    if (this.isSilent) return 'silent';
    return this.view?.control && !this.view.control.isMine && this.leaseMs > 0 ? 'others' : null;
  }

  /** Follows the event until the page is left. */
  follow(): () => void {
    void this.look();
    const timers = [
      setInterval(() => this.#tick(), tickMs),
      setInterval(() => this.#isLooking || void this.look(), lookEveryMs),
      setInterval(() => this.#keeps && void this.#keep(), keepEveryMs),
    ];
    let stream: EventSource | null = null;
    // Who follows an event that is not announced is told nothing.
    const listen = $effect.root(() => {
      const isAnnounced = $derived(this.view?.isAnnounced === true);
      $effect(() => {
        if (!isAnnounced) return;
        stream = new EventSource(`/api/events/${this.slug}/stream`);
        for (const name of ['cue', 'notice', 'reset', 'end'])
          stream.addEventListener(name, () => void this.look());
        return () => stream?.close();
      });
    });
    return () => {
      timers.forEach((timer) => clearInterval(timer));
      listen();
    };
  }

  /** An older answer that comes late is none. */
  readonly look = async (): Promise<void> => {
    const turn = (this.#turn += 1);
    this.#isLooking = true;
    const sentAt = Date.now();
    const reply = await fetchEvent(this.slug);
    if (turn !== this.#turn) return;
    this.#isLooking = false;
    this.failure = reply.ok ? null : reply.failure;
    if (!reply.ok) return this.#tick();
    const at = Date.now();
    this.tripMs = at - sentAt;
    this.#aheadMs = Date.parse(reply.value.at) - (at - this.tripMs / 2);
    this.#heardAt = at;
    this.view = reply.value;
    this.#tick();
  };

  #tick(): void {
    this.#now = Date.now();
    if (!this.#keeps || this.view === null) return;
    if (this.view.control?.isMine === true && this.leaseMs > 0) return;
    this.#keeps = false;
    this.hasLapsed = true;
  }

  /** 切出, deaf to repeats: a key that is held down takes once. */
  take(): void {
    const at = Date.now();
    const isRepeat = at - this.#takenAt < repeatMs;
    this.#takenAt = at;
    if (!isRepeat && this.view?.standby !== null) void this.press('take');
  }

  /**
   * Expects what is on the screen. Where the answer is lost it is asked for again with the same key, for 5 s at most: after
   * that nothing is sent any more. What takes two people needs no control: the second key is another person's.
   */
  async press(verb: Exclude<Verb, 'control'>, body: object = {}): Promise<boolean> {
    const { view } = this;
    const isOfTwo = verb === 'end' || verb.endsWith('/paper');
    const isBlocked = this.block !== null && !(isOfTwo && this.block === 'others');
    if (view === null || isBlocked || this.pressing !== null) return false;
    this.pressing = verb;
    this.outcome = null;
    const reply = await this.#send(verb, { expectedSeq: view.seq, ...body });
    await this.look();
    this.pressing = null;
    if (reply.ok) return true;
    this.outcome = this.#outcomeOf(verb, view.seq, reply.failure);
    return false;
  }

  async #send(verb: Verb, body: object): Promise<Reply<unknown>> {
    const key = idempotencyKey();
    const until = Date.now() + sameKeyMs;
    for (;;) {
      const timeoutMs = Math.max(1, until - Date.now());
      const reply = await sendPress({ slug: this.slug, verb, body, key, timeoutMs });
      const isLost = !reply.ok && reply.failure.kind === 'offline';
      if (!isLost || Date.now() + pauseMs >= until) return reply;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  #outcomeOf(verb: Verb, expectedSeq: number, failure: Failure): Outcome {
    if (failure.kind === 'offline') return { kind: 'unanswered', verb };
    const news = this.view?.log.filter(({ seq }) => seq > expectedSeq) ?? [];
    return failure.kind === 'conflict' && news.length > 0
      ? { kind: 'behind', verb, news }
      : { kind: 'refused', verb, failure };
  }

  /** 主控权: takes it on this console, and keeps it while the page is open. */
  async takeControl(): Promise<void> {
    this.pressing = 'control';
    this.outcome = null;
    const reply = await this.#send('control', {});
    await this.look();
    this.pressing = null;
    if (reply.ok && this.view?.control?.isMine === true) {
      this.hasLapsed = false;
      this.#keeps = true;
    } else if (!reply.ok) this.outcome = this.#outcomeOf('control', Number.MAX_SAFE_INTEGER, reply.failure);
  }

  async giveControlBack(): Promise<void> {
    this.#keeps = false;
    this.pressing = 'control';
    await this.#send('control', { isReleased: true });
    await this.look();
    this.pressing = null;
  }

  async #keep(): Promise<void> {
    // A lease that lapsed meanwhile is not taken again behind anybody's back.
    if (this.leaseMs <= 0) return;
    const key = idempotencyKey();
    const reply = await sendPress({
      ...{ slug: this.slug, verb: 'control', body: {}, key },
      timeoutMs: keepEveryMs - tickMs,
    });
    if (reply.ok) await this.look();
  }

  readonly forgetOutcome = (): void => void (this.outcome = null);
}
