import { flushSync, mount, unmount, type Component } from 'svelte';
import { provideCity } from '../../web/city/city-context.ts';
import { rewriteQuery } from '../../web/ui/place.svelte.ts';
import { jinhua } from './map-fixtures.ts';

const mounted: object[] = [];

/** Shows a component below one that provides the demonstration's city, as App does. */
export function showInCity<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
  const inCity: Component<Props> = (internals, given) => {
    provideCity(jinhua());
    return component(internals, given);
  };
  mounted.push(mount(inCity, { target: document.body, props, context: new Map() }));
  flushSync();
}

/** An empty page at an address without a query. */
export async function clearPage(): Promise<void> {
  for (const component of mounted.splice(0)) await unmount(component);
  document.body.replaceChildren();
  rewriteQuery('', { replace: true });
}

export function pageText(): string {
  return document.body.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
