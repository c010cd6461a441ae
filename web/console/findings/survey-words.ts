import { m } from '../../paraglide/messages.js';
import type { FindingWords, Told } from './told.ts';

/** 勘测成果: the lines of a TXT, and the outlines of any survey file. */
export const surveyWords: Record<string, FindingWords> = {
  'txt-no-plots': () => ({ message: m.finding_txt_none(), remedy: m.finding_txt_none_remedy() }),
  'txt-header-terminator': () => ({ message: m.finding_txt_at(), remedy: m.finding_txt_at_remedy() }),
  'txt-unexpected-line': (told) => ({
    message: m.finding_txt_unexpected(line(told)),
    remedy: m.finding_txt_unexpected_remedy(),
  }),
  'txt-not-an-area': (told) => ({
    message: m.finding_txt_not_area({ parcel: told.shape(), written: told.text('written') }),
    remedy: m.finding_not_area_remedy(),
  }),
  'txt-header-short': (told) => ({
    message: m.finding_txt_short({ count: told.number('fields') }),
    remedy: m.finding_txt_short_remedy(),
  }),
  'txt-area': (told) => ({ message: m.finding_txt_area(line(told)), remedy: m.finding_txt_area_remedy() }),
  'txt-point': (told) => ({ message: m.finding_txt_point(line(told)), remedy: m.finding_txt_point_remedy() }),
  'txt-attribute': (told) => ({
    message: m.finding_txt_attribute(line(told)),
    remedy: m.finding_txt_attribute_remedy(),
  }),
  'txt-point-count': (told) => ({
    message: m.finding_txt_count({
      parcel: told.shape(),
      stated: told.number('stated'),
      read: told.number('read'),
    }),
    remedy: m.finding_txt_count_remedy(),
  }),
  'txt-unit': (told) => ({ message: m.finding_txt_unit(line(told)), remedy: m.finding_txt_unit_remedy() }),
  'txt-projection': (told) => ({
    message: m.finding_txt_projection(line(told)),
    remedy: m.finding_txt_projection_remedy(),
  }),
  'txt-transformation': () => ({
    message: m.finding_txt_transformation(),
    remedy: m.finding_txt_transformation_remedy(),
  }),
  'too-many-vertices': (told) => ({
    message: m.finding_many_corners({ parcel: told.shape(), limit: told.number('limit') }),
    remedy: m.finding_many_remedy(),
  }),
  'too-many-rings': (told) => ({
    message: m.finding_many_rings({ parcel: told.shape(), limit: told.number('limit') }),
    remedy: m.finding_many_remedy(),
  }),
  'geometry-empty': () => ({ message: m.finding_empty_shape(), remedy: m.finding_empty_shape_remedy() }),
  'outside-extent': (told) => ({
    message: m.finding_outside_extent(at(told)),
    remedy: m.finding_outside_extent_remedy(),
  }),
  'repeated-points': (told) => ({
    message: m.finding_repeated_points({ parcel: told.shape(), count: told.number('count') }),
    remedy: m.finding_repeated_points_remedy(),
  }),
  'interior-cut': (told) => ({ message: m.finding_cut(at(told)), remedy: m.finding_cut_remedy() }),
  'ring-repeated': (told) => ({
    message: m.finding_ring_repeated({ ...ring(told), other: told.number('other') }),
    remedy: m.finding_ring_repeated_remedy(),
  }),
  'ring-too-short': (told) => ({
    message: m.finding_ring_short(ring(told)),
    remedy: m.finding_ring_short_remedy(),
  }),
  'ring-zero-area': (told) => ({
    message: m.finding_ring_flat(ring(told)),
    remedy: m.finding_ring_flat_remedy(),
  }),
  'self-intersection': (told) => ({
    message: m.finding_crosses(at(told)),
    remedy: m.finding_crosses_remedy(),
  }),
  'rings-intersect': (told) => ({
    message: m.finding_rings_cross({ ...at(told), ring: told.number('ring'), other: told.number('other') }),
    remedy: m.finding_crosses_remedy(),
  }),
  'area-unit': (told) => ({
    message: m.finding_area_unit({
      parcel: told.shape(),
      stated: told.area('declaredM2'),
      measured: told.area('measuredM2'),
    }),
    remedy: m.finding_area_unit_remedy(),
  }),
};

function line(told: Told) {
  return { written: told.text('written') };
}

function ring(told: Told) {
  return { parcel: told.shape(), ring: told.number('ring') };
}

function at(told: Told) {
  return { parcel: told.shape(), lon: told.number('lon', 7), lat: told.number('lat', 7) };
}
