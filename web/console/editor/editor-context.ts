import { createContext } from 'svelte';
import type { ParcelEditor } from './parcel-editor.svelte.ts';

/** The draft that the form is about, for every field of it. */
export const [useEditor, provideEditor] = createContext<ParcelEditor>();
