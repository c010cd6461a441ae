import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { z } from 'zod';
import type { BaseMap } from './base-map.ts';
import { basePrefix } from './base-prefix.ts';

const Source = z.looseObject({ type: z.string(), attribution: z.string().optional() });
const Layer = z.looseObject({ id: z.string(), type: z.string(), source: z.string().optional() });
/** As much of a MapLibre style as is moved about here; MapLibre itself checks the rest when it takes it. */
const ForeignStyle = z.object({
  version: z.literal(8),
  sources: z.record(z.string(), Source),
  layers: z.array(Layer),
  sprite: z.string().optional(),
});
const checkedByMapLibre = {
  source: z.custom<SourceSpecification>((value) => Source.safeParse(value).success),
  layer: z.custom<LayerSpecification>((value) => Layer.safeParse(value).success),
};

/**
 * The layers of a whole style as base map, under names that cannot meet ours. Its `glyphs` are left out: they would also
 * be asked for the letters of our own labels, which such a server need not have. Local fonts draw the text of both.
 */
export function baseMapOfStyle(style: unknown): BaseMap {
  const { sources, layers, sprite = null } = ForeignStyle.parse(style);
  const attributions = Object.values(sources).flatMap(({ attribution }) => attribution ?? []);
  return {
    sources: Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [
        basePrefix + name,
        checkedByMapLibre.source.parse(source),
      ]),
    ),
    layers: layers.map((layer) =>
      checkedByMapLibre.layer.parse({
        ...layer,
        id: basePrefix + layer.id,
        ...(layer.source === undefined ? {} : { source: basePrefix + layer.source }),
      }),
    ),
    sprite,
    imagery: false,
    attribution: [...new Set(attributions.map(withoutMarkup))].join(' · '),
  };
}

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&copy;', '©')
    .trim();
}
