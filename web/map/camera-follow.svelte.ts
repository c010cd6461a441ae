import { untrack } from 'svelte';
import type { Frames, Selected } from './camera.ts';
import { showsBounds, viewAfterSelection, viewOfAnswer } from './camera.ts';
import type { Journey } from './engine.ts';
import type { MapSession } from './map-session.svelte.ts';
import type { LonLatBounds, MapView } from './mercator.ts';
import { roundedView } from './mercator.ts';

/** What the page wants to be seen; each is read as a dependency of its own. */
export type Followed = {
  /** As the address says it; null leaves it to the map. */
  view: () => MapView | null;
  extent: () => LonLatBounds | null;
  city: () => LonLatBounds;
  selected: () => (Selected & { code: string }) | null;
  frames: () => Frames;
};

export type CameraFollow = {
  /** True once somebody has moved the map or chosen a parcel: from then on it stays where it is put. */
  readonly taken: boolean;
  take: () => void;
  /** Back to the whole answer, which the map then follows again. */
  fit: () => void;
  /** Tells what was reported to the page, so that its echo in the address is no new wish. */
  reported: (view: MapView | null) => void;
};

/**
 * Moves the map with the page: to the first answer, to an answer out of sight while nobody has moved the map, to a parcel
 * that was chosen and cannot be seen, and to the view in the address when that changes (back, forward).
 */
export function followPage(session: MapSession, page: Followed): CameraFollow {
  let taken = $state(untrack(page.view) !== null);
  let known = untrack(page.view);
  let arrived = known !== null;
  let centredOn = arrived ? untrack(page.selected)?.code : undefined;

  function go(view: MapView, journey: Journey): void {
    session.handle?.go(view, journey);
  }

  function showAnswer(extent: LonLatBounds, journey: Journey): void {
    go(viewOfAnswer(extent, page.city(), page.frames()), journey);
  }

  $effect(() => {
    const wish = page.view();
    if (session.handle === null || sameView(wish, known)) return;
    known = wish;
    taken = wish !== null;
    arrived = taken;
    if (wish !== null) go(wish, 'jump');
  });

  $effect(() => {
    const extent = page.extent();
    const frames = page.frames();
    if (session.handle === null || extent === null || taken) return;
    untrack(() => {
      const view = session.camera?.view;
      if (view === undefined || (arrived && showsBounds(extent, view, frames))) return;
      showAnswer(extent, arrived ? 'ease' : 'jump');
      arrived = true;
    });
  });

  $effect(() => {
    const selected = page.selected();
    if (session.handle === null) return;
    if (selected?.code === centredOn) return;
    centredOn = selected?.code;
    if (selected === null) return;
    untrack(() => {
      // The drawer has opened beside the map by now. A flight keeps to the middle it began with, so the size comes first.
      session.handle?.measure();
      const here = session.camera?.view;
      const view = here === undefined ? null : viewAfterSelection(selected, here, page.frames());
      taken = true;
      if (view !== null) go(view, 'fly');
    });
  });

  return {
    get taken() {
      return taken;
    },
    take: () => (taken = true),
    fit() {
      const extent = page.extent();
      taken = false;
      if (extent !== null) showAnswer(extent, 'ease');
    },
    reported: (view) => (known = view),
  };
}

function sameView(a: MapView | null, b: MapView | null): boolean {
  if (a === null || b === null) return a === b;
  const [left, right] = [roundedView(a), roundedView(b)];
  return left.lon === right.lon && left.lat === right.lat && left.zoom === right.zoom;
}
