import { flushSync, mount, unmount } from 'svelte';
import { expect, it } from 'vitest';
import { framesOf, overviewBounds, viewAfterSelection } from '../web/map/camera.ts';
import type { Camera } from '../web/map/engine.ts';
import type { MapView, PixelSize } from '../web/map/mercator.ts';
import CameraFollow from './support/CameraFollow.svelte';
import { jinhua, rectangleParcel } from './support/map-fixtures.ts';
import { mapHandle } from './support/map-handle.ts';

const nothing = { top: 0, right: 0, bottom: 0, left: 0 };
const overview = { lon: 120, lat: 29.1, zoom: 8 };

it('knows what the drawer leaves of the map before it flies to a chosen parcel', async () => {
  const { id, bbox, properties } = rectangleParcel({ code: 'A', corner: [119.58, 29.04] });
  const chosen = { code: id, bbox, centroid: properties.centroid };
  const narrow = { width: 620, height: 788 };
  const steps: (PixelSize | MapView)[] = [];
  let camera: Camera = { view: overview, size: { width: 1040, height: 788 }, moving: false };
  const handle = mapHandle({
    measure() {
      camera = { ...camera, size: narrow };
      steps.push(narrow);
    },
    go: (view) => steps.push(view),
  });
  const session = {
    handle,
    get camera() {
      return camera;
    },
    state: 'idle' as const,
    attach: () => undefined,
  };
  const page = {
    view: () => null,
    extent: () => null,
    city: () => overviewBounds(jinhua()),
    selected: () => chosen,
    frames: () => framesOf(camera.size, nothing),
  };
  const mounted = mount(CameraFollow, { target: document.body, props: { session, page } });
  flushSync();
  expect(steps).toEqual([narrow, viewAfterSelection(chosen, overview, framesOf(narrow, nothing))]);
  await unmount(mounted);
});
