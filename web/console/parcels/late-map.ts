import { LatePart } from '../../ui/late.svelte.ts';

/** The staff's map with its engine, for every screen of the console that has one. */
export const staffMap = new LatePart(() => import('../../map/console/StaffMap.svelte'));

/** The same with what draws boundaries, for the editor alone. */
export const shapeEditor = new LatePart(() => import('../../map/console/ShapeEditor.svelte'));
