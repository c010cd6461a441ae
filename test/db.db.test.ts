import { expect, it } from 'vitest';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('the database', (open) => {
  it('says its versions', async () => {
    expect(await open().version()).toMatch(/^PostgreSQL \d+\.\d+.*, PostGIS 3\.\d+\.\d+$/);
  });
});
