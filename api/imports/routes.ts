import { Hono } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { City } from '../city/pack.ts';
import { allow } from '../policies.ts';
import { checked, NoQuery } from '../validation.ts';
import { spreadsheetTemplate } from './template.ts';

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What staff need before they bring parcels: the empty spreadsheet with every column of this city. */
export function importRoutes({ city }: { city: City }) {
  return new Hono().get(
    '/api/imports/template.xlsx',
    allow('public'),
    describeRoute({
      summary: 'The empty spreadsheet for parcels of this city',
      tags: ['imports'],
      responses: {
        200: { description: 'Workbook', content: { [workbookType]: { schema: { type: 'string' } } } },
      },
    }),
    checked('query', NoQuery),
    async (context) => {
      const name = encodeURIComponent(`${city.pack.city['zh-CN']}地块导入模板.xlsx`);
      return context.body(new Uint8Array(await spreadsheetTemplate(city.pack)), 200, {
        'Content-Type': workbookType,
        'Content-Disposition': `attachment; filename="parcels.xlsx"; filename*=UTF-8''${name}`,
        'Cache-Control': 'public, max-age=3600',
      });
    },
  );
}
