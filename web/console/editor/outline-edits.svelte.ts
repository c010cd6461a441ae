import type { ReadOutlines } from '../../../api/outlines/schema.ts';
import type { DraftContent } from '../../../api/drafts/schema.ts';
import type { PublicGeometry } from '../../../api/parcels/schema.ts';
import { drawnAreaM2 } from '../../map/console/drawn-area.ts';
import { withGeometry } from './apply-path.ts';
import type { ParcelEditor } from './parcel-editor.svelte.ts';

type Outline = DraftContent['geometry'];

/** The outline of the draft and its steps, whether they are made on the map, in the table of corners or from a file. */
export class OutlineEdits {
  #steps = $state.raw<readonly Outline[]>([]);
  readonly #editor: ParcelEditor;

  readonly canUndo = $derived(this.#steps.length > 0);

  constructor(editor: ParcelEditor) {
    this.#editor = editor;
  }

  get shape(): PublicGeometry | null {
    return this.#editor.content.geometry?.multiPolygon ?? null;
  }

  draw(shape: PublicGeometry | null): void {
    const drawn = shape && {
      multiPolygon: shape,
      sourceCrs: 'EPSG:4490',
      format: 'drawn' as const,
      file: '',
      // The server's measure takes its place with the answer.
      areaM2: drawnAreaM2(shape),
      surveyedOn: null,
    };
    this.#step(drawn ?? undefined);
  }

  take({ geometry, sourceCrs, format, file, areaM2, surveyedOn }: ReadOutlines['items'][number]): void {
    this.#step({ multiPolygon: geometry, sourceCrs, format, file, areaM2, surveyedOn });
  }

  undo(): void {
    if (this.#steps.length === 0) return;
    const before = this.#steps.at(-1);
    this.#steps = this.#steps.slice(0, -1);
    this.#editor.change(withGeometry(this.#editor.content, before));
  }

  /** Another parcel has been opened. */
  forget(): void {
    this.#steps = [];
  }

  #step(outline: Outline): void {
    this.#steps = [...this.#steps, this.#editor.content.geometry];
    this.#editor.change(withGeometry(this.#editor.content, outline));
  }
}
