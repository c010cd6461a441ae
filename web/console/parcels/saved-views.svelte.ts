const storageKey = 'zhaotu-console-views';
const mostViews = 20;

/** Conditions of the table under a name, kept on this device. `search` as in the address. */
export type SavedView = { name: string; search: string };

let views = $state.raw<readonly SavedView[]>(readKept());

export const savedViews = {
  get all(): readonly SavedView[] {
    return views;
  },
  /** A name that is taken already names the new one. */
  save(view: SavedView): void {
    keep([...views.filter(({ name }) => name !== view.name), view].slice(-mostViews));
  },
  drop(name: string): void {
    keep(views.filter((view) => view.name !== name));
  },
};

function keep(changed: readonly SavedView[]): void {
  views = changed;
  try {
    localStorage.setItem(storageKey, JSON.stringify(changed));
  } catch {
    // Storage is refused in some private windows: they then hold for this visit.
  }
}

function readKept(): readonly SavedView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isView).slice(-mostViews) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'search' in value &&
    typeof value.search === 'string'
  );
}
