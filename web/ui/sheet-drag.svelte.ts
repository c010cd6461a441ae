import type { Stop, StopHeights } from './sheet.ts';
import { settle } from './sheet.ts';

/** Movement below this is a tap. */
const thresholdPx = 6;

type Drag = {
  startY: number;
  startHeight: number;
  y: number;
  time: number;
  velocity: number;
  moved: boolean;
};

type Sheet = { heights: () => StopHeights; stop: () => Stop; onstop: (stop: Stop) => void };

/** Follows one finger on a sheet's head and lets go at a stop. */
export class SheetDrag {
  /** Height of the sheet in pixels while it follows the finger. */
  height = $state<number | null>(null);
  readonly #sheet: Sheet;
  #drag: Drag | null = null;

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    const startHeight = this.#sheet.heights()[this.#sheet.stop()];
    const { clientY, timeStamp } = event;
    this.#drag = { startY: clientY, startHeight, y: clientY, time: timeStamp, velocity: 0, moved: false };
  }

  move(event: PointerEvent & { currentTarget: HTMLElement }): void {
    const drag = this.#drag;
    if (drag === null) return;
    const distance = drag.startY - event.clientY;
    if (!drag.moved && Math.abs(distance) < thresholdPx) return;
    // Only now, so that a tap on a button in the head stays a tap.
    if (!drag.moved) event.currentTarget.setPointerCapture(event.pointerId);
    drag.moved = true;
    drag.velocity = (drag.y - event.clientY) / Math.max(1, event.timeStamp - drag.time);
    drag.y = event.clientY;
    drag.time = event.timeStamp;
    const { peek, full } = this.#sheet.heights();
    this.height = Math.max(peek, Math.min(full, drag.startHeight + distance));
  }

  end(): void {
    const { height } = this;
    const drag = this.#drag;
    this.#drag = null;
    this.height = null;
    if (drag?.moved && height !== null)
      this.#sheet.onstop(settle(height, drag.velocity, this.#sheet.heights()));
  }
}
