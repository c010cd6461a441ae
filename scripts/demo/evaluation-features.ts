import type { EvaluationInput } from './inputs.ts';
import { closed } from './plan-features.ts';
import { planOf } from './park-plan.ts';
import { clipRing } from './plane-shapes.ts';
import type { Site } from './site.ts';

/** 区域评估 as areas, EPSG:4490: one feature for each park and kind, over the part of the park that was evaluated. */
export function evaluationFeatures(sites: Site[], evaluations: EvaluationInput[]): object[] {
  return evaluations.map(({ park, kind, number, approvedBy, approvedOn, validUntil, share }) => {
    const site = sites.find((candidate) => candidate.park.code === park);
    if (site === undefined) throw new Error(`evaluation of an unknown park ${park}`);
    return {
      type: 'Feature',
      properties: { kind, reportNumber: number, approvedBy, approvedOn, validUntil },
      geometry: {
        type: 'MultiPolygon',
        coordinates: [[closed(scopeOf(site, share).map(site.ground.geographic))]],
      },
    };
  });
}

function scopeOf({ park, frame }: Site, share: number): [number, number][] {
  const boundary = planOf(park, frame, new Set()).find(({ kind }) => kind === 'park')?.ring ?? [];
  const us = boundary.map(([u]) => u);
  const edge = Math.min(...us) + share * (Math.max(...us) - Math.min(...us));
  return share === 1 ? boundary : clipRing(boundary, { from: [edge, 0], to: [edge, 1] });
}
