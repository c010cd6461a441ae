import { createContext } from 'svelte';
import type { PublicCity } from '../../api/city/schema.ts';

/** The city this installation serves, for every component below App. */
export const [useCity, provideCity] = createContext<PublicCity>();
