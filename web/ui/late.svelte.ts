type Fetch<Content> = () => Promise<{ default: Content }>;

/** A part of the pages whose code is fetched when it is first needed, once for all who need it. */
export class LatePart<Content> {
  /** Null until it is here. */
  content = $state.raw<Content | null>(null);
  /** It was needed and could not be had: the network, or the site was renewed and the old file is gone. */
  missing = $state(false);
  readonly #fetch: Fetch<Content>;
  #arriving: Promise<void> | null = null;

  constructor(fetch: Fetch<Content>) {
    this.#fetch = fetch;
  }

  async load(): Promise<void> {
    try {
      await this.#arrive();
      this.missing = false;
    } catch {
      this.missing = true;
    }
  }

  /** Ahead of need: a failure is nobody's trouble yet, and the next who asks tries again. */
  preload(): void {
    this.#arrive().catch(() => undefined);
  }

  #arrive(): Promise<void> {
    this.#arriving ??= this.#fetch().then(
      (module) => void (this.content = module.default),
      (error: unknown) => {
        this.#arriving = null;
        throw error;
      },
    );
    return this.#arriving;
  }
}

/** Fetches what is likely to be needed next once the browser has nothing better to do; Safari knows no idle callback. */
export function preloadWhenIdle(parts: readonly { preload: () => void }[]): void {
  const preload = () => parts.forEach((part) => part.preload());
  if ('requestIdleCallback' in window) requestIdleCallback(preload, { timeout: 5_000 });
  else setTimeout(preload, 2_000);
}
