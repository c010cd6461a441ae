/** Whether somebody signed in with this browser, and as what: enough to draw a link, and no secret. */
type Hint = 'staff' | 'investor';

const storageKey = 'zhaotu-signed-in';
let kept = $state.raw(readKept());

/** Kept so that public pages need not ask the server who is there. */
export const hint = {
  get current(): Hint | null {
    return kept;
  },
  keep(value: Hint): void {
    kept = value;
    write((storage) => storage.setItem(storageKey, value));
  },
  drop(): void {
    kept = null;
    write((storage) => storage.removeItem(storageKey));
  },
};

function readKept(): Hint | null {
  try {
    const value = localStorage.getItem(storageKey);
    return value === 'staff' || value === 'investor' ? value : null;
  } catch {
    return null;
  }
}

function write(change: (storage: Storage) => void): void {
  try {
    change(localStorage);
  } catch {
    // Storage is refused in some private windows: the link then leads to the sign-in.
  }
}
