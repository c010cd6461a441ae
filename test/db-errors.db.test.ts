import { expect, it } from 'vitest';
import { onBothDatabases } from './support/test-database.ts';

onBothDatabases('failing statements', (open) => {
  it('give each its own error, however fast they follow one another', async () => {
    const { sql } = open();
    await sql`create table guarded (value integer check (value < 0))`;
    const statements = Array.from({ length: 200 }, (_, value) => value);
    const outcomes: string[] = [];
    for (const value of statements) {
      outcomes.push(
        await sql`insert into guarded (value) values (${value})`.then(
          () => 'accepted',
          () => 'refused',
        ),
      );
    }
    expect(new Set(outcomes)).toEqual(new Set(['refused']));
    const [row] = await sql<{ total: number }[]>`select count(*)::int as total from guarded`;
    expect(row?.total).toBe(0);
  });
});
