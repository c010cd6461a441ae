/** [west, south, east, north] in degrees, EPSG:4490. */
export type Window = [number, number, number, number];

/** What was asked for last: `complete` is false where the window held more than one answer gives. */
export type LoadedWindow = { window: Window; complete: boolean };

/** Share of the view's own size that is asked for beyond each of its edges, so that a small move asks nothing. */
const margin = 0.25;

/**
 * The window to ask for so that nothing in the view is missing, or null when nothing better can be had. Where the last
 * window was too full the view alone is asked for: what lies beyond its edges would take the place of what lies in it.
 */
export function windowToAsk(view: Window, loaded: LoadedWindow | null): Window | null {
  if (loaded === null) return widened(view);
  const known = contains(loaded.window, view);
  if (loaded.complete) return known ? null : widened(view);
  return known && sameWindow(loaded.window, rounded(view)) ? null : rounded(view);
}

/** The part that two windows share, or null. */
export function sharedWindow(first: Window, second: Window): Window | null {
  const west = Math.max(first[0], second[0]);
  const south = Math.max(first[1], second[1]);
  const east = Math.min(first[2], second[2]);
  const north = Math.min(first[3], second[3]);
  return west < east && south < north ? [west, south, east, north] : null;
}

/** As `/api/parcels.geojson` reads it. */
export function windowText(window: Window): string {
  return window.map((degrees) => degrees.toFixed(4)).join(',');
}

function widened([west, south, east, north]: Window): Window {
  const lon = (east - west) * margin;
  const lat = (north - south) * margin;
  return rounded([west - lon, south - lat, east + lon, north + lat]);
}

/** Outwards to four decimals (10 m), so that the rounded window still holds the exact one. */
function rounded([west, south, east, north]: Window): Window {
  return [down(west), down(south), up(east), up(north)];
}

function down(degrees: number): number {
  return Math.floor(degrees * 10_000) / 10_000;
}

function up(degrees: number): number {
  return Math.ceil(degrees * 10_000) / 10_000;
}

/** Less than a millimetre: products of binary fractions may lie a hair beyond what they were rounded to. */
const hairDegrees = 1e-9;

export function contains(outer: Window, inner: Window): boolean {
  const begins = outer[0] <= inner[0] + hairDegrees && outer[1] <= inner[1] + hairDegrees;
  return begins && outer[2] >= inner[2] - hairDegrees && outer[3] >= inner[3] - hairDegrees;
}

function sameWindow(first: Window, second: Window): boolean {
  return first.every((degrees, index) => degrees === second[index]);
}
