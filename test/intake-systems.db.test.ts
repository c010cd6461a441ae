import { beforeAll, expect, it } from 'vitest';
import { Intake } from '../api/intakes/schema.ts';
import { fileSystems } from '../web/console/intake/file-systems.ts';
import { signedIn, type SignedIn } from './support/accounts.ts';
import { postFiles } from './support/intake-files.ts';
import { prepareCity, readJinhua } from './support/parcels.ts';
import { testPortal } from './support/portal.ts';
import { square, txt, utf8 } from './support/survey-files.ts';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('the coordinate system of a batch', (open) => {
  let app: Awaited<ReturnType<typeof testPortal>>;
  let publisher: SignedIn;

  beforeAll(async () => {
    const city = await readJinhua();
    await prepareCity(open(), city);
    app = await testPortal(open(), city);
    publisher = await signedIn(open(), 'publisher', { department: 'wuyi' });
  });

  it('is told of each file, and whether it was guessed', async () => {
    const plot = (code: string, east: number) => ({ code, rings: [square(100, [east, 0])] });
    const unsaid = { attributes: { 坐标系: '' }, dropPrefix: true };
    const files = [
      { name: '写明.txt', bytes: utf8(txt([plot('WY-1', 0), plot('WY-2', 300)])) },
      { name: '未写.txt', bytes: utf8(txt([plot('WY-3', 600)], unsaid)) },
      { name: '没有图形.csv', bytes: utf8('地块编号,地块名称\r\nWY-4,四号地\r\n') },
    ];
    const response = await postFiles(app, { headers: publisher.headers, files });
    expect(response.status).toBe(201);
    const intake = Intake.parse(await response.json());
    expect(intake.rows.map(({ ref, drawnIn }) => [ref, drawnIn?.crs])).toEqual([
      ['WY-1', 'EPSG:4528'],
      ['WY-2', 'EPSG:4528'],
      ['WY-3', 'EPSG:4549'],
      ['WY-4', undefined],
    ]);
    expect(fileSystems(intake)).toEqual([
      { file: '写明.txt', crs: 'EPSG:4528', guessed: false, parcels: 2 },
      { file: '未写.txt', crs: 'EPSG:4549', guessed: true, parcels: 1 },
    ]);
  });
});
