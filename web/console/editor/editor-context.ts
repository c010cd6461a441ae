import { createContext } from 'svelte';
import type { OutlineEdits } from './outline-edits.svelte.ts';
import type { ParcelEditor } from './parcel-editor.svelte.ts';

/** The draft that the form is about, for every field of it. */
export const [useEditor, provideEditor] = createContext<ParcelEditor>();

/** Its outline, for the map and the table of corners alike. */
export const [useOutline, provideOutline] = createContext<OutlineEdits>();
