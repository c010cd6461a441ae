import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../api/errors.ts';
import { onBothDatabases } from './support/test-database.ts';

const unavailable = expect.objectContaining({ name: 'AppError', code: 'database-unavailable' });

onBothDatabases('the database', (open) => {
  describe('answering a query', () => {
    it('says the versions of server and PostGIS', async () => {
      expect(await open().version()).toMatch(/^PostgreSQL \d+\.\d+, PostGIS 3\.\d+\.\d+$/);
    });

    it('reads int8 and numeric as numbers, also in arrays', async () => {
      const [row] = await open().sql`
      select 9007199254740991::int8 as big, 2174000.25::numeric as area, array[1, 2]::int8[] as ids, null::int8 as none`;
      expect(row).toEqual({ big: 9007199254740991, area: 2174000.25, ids: [1, 2], none: null });
    });

    it('refuses an int8 or numeric that a number cannot hold exactly', async () => {
      await expect(open().sql`select 9007199254740993::int8 as big`).rejects.toThrow(RangeError);
      await expect(open().sql`select 'NaN'::numeric as none`).rejects.toThrow(RangeError);
      expect(await open().sql`select 1 as one`).toEqual([{ one: 1 }]);
    });

    it('takes fragments, helpers, arrays and JSON as parameters', async () => {
      const { sql } = open();
      const over = (least: number) => sql`where n > ${least}`;
      const rows = await sql`
      select n, ${sql.json({ 地块: 'A' })}::jsonb ->> '地块' as name from (values ${sql([[1], [2], [3]])}) as v (n_text)
      cross join lateral (select n_text::integer as n) as cast_n ${over(1)} and n = any (${[2, 3]}) order by n`;
      expect(rows).toEqual([
        { n: 2, name: 'A' },
        { n: 3, name: 'A' },
      ]);
    });

    it('reads through a cursor, piece by piece', async () => {
      const sizes: number[] = [];
      for await (const rows of open().sql`select * from generate_series(1, 25)`.cursor(10))
        sizes.push(rows.length);
      expect(sizes).toEqual([10, 10, 5]);
    });

    it('gives the answers in the order of the questions, however many are asked at once', async () => {
      const numbers = Array.from({ length: 200 }, (_, index) => index);
      const answers = await Promise.all(
        numbers.map((n) => open().sql<{ n: number }[]>`select ${n}::integer as n`),
      );
      expect(answers.map(([row]) => row?.n)).toEqual(numbers);
    });

    it('answers a mistake in SQL with the error of the server', async () => {
      await expect(open().sql`select * from no_such_table`).rejects.toMatchObject({ code: '42P01' });
      expect(await open().sql`select 1 as one`).toEqual([{ one: 1 }]);
    });

    it('gets its own error, however fast one follows another', async () => {
      const { sql } = open();
      await sql`create table guarded (value integer check (value < 0))`;
      for (let value = 0; value < 100; value += 1) {
        await expect(sql`insert into guarded (value) values (${value})`).rejects.toMatchObject({
          code: '23514',
        });
      }
      expect(await sql`select count(*) from guarded`).toEqual([{ count: 0 }]);
    });

    it('gets its own answer also after others have failed while they were prepared or run', async () => {
      const { sql } = open();
      const failing = (n: number) => sql`select * from no_such_table where n = ${n}`;
      const dividing = (n: number) => sql`select 1 / ${n}::integer`;
      const asking = (n: number) => sql`select ${n}::integer as n`;
      const questions = Array.from({ length: 20 }, (_, n) => [failing(n), asking(n), dividing(0), asking(n)]);
      const outcomes = await Promise.all(questions.map((four) => Promise.allSettled(four)));
      outcomes.forEach(([first, second, third, fourth], n) => {
        expect([first?.status, third?.status]).toEqual(['rejected', 'rejected']);
        expect([second, fourth]).toEqual(
          Array.from({ length: 2 }, () => ({ status: 'fulfilled', value: [{ n }] })),
        );
      });
    });
  });

  describe('running a transaction', () => {
    beforeAll(async () => {
      await open().sql`create table note (text text not null)`;
    });

    const notes = async () =>
      (await open().sql<{ text: string }[]>`select text from note order by text`).map((n) => n.text);

    it('keeps what it wrote and hands back the result, an array too', async () => {
      const result = await open().transaction(async (tx) => {
        await tx`insert into note values ('kept')`;
        return ['a', 'b'];
      });
      expect(result).toEqual(['a', 'b']);
      expect(await notes()).toContain('kept');
    });

    it('leaves nothing of a run that throws', async () => {
      const run = open().transaction(async (tx) => {
        await tx`insert into note values ('thrown')`;
        throw new Error('changed my mind');
      });
      await expect(run).rejects.toThrow('changed my mind');
      expect(await notes()).not.toContain('thrown');
    });

    it('hands on the failure of the work inside as it is, also one that looks like a lost connection', async () => {
      const missing = Object.assign(new Error('no such file'), { code: 'ENOENT' });
      await expect(open().transaction(() => Promise.reject(missing))).rejects.toBe(missing);
    });

    it('leaves nothing when a failed query was caught, except inside a savepoint', async () => {
      const caught = open().transaction(async (tx) => {
        await tx`insert into note values ('caught')`;
        await tx`select 1 / 0`.catch(() => undefined);
      });
      await expect(caught).rejects.toMatchObject({ code: '22012' });
      await open().transaction(async (tx) => {
        await tx.savepoint((inner) => inner`select 1 / 0`).catch(() => undefined);
        await tx`insert into note values ('saved')`;
      });
      const kept = await notes();
      expect(kept).not.toContain('caught');
      expect(kept).toContain('saved');
    });

    it('refuses the outer sql at once, in whatever way it is used', async () => {
      const { sql, transaction } = open();
      const uses = [
        () => sql`select 1`,
        // eslint-disable-next-line no-restricted-syntax -- the very use that is refused here
        () => sql.unsafe('select 1'),
        () => sql.notify('channel', 'text'),
        () => wait(1).then(() => sql`select 1`),
        () => transaction((tx) => tx`select 1`),
      ];
      for (const use of uses) {
        await expect(transaction(async () => void (await use()))).rejects.toThrow('use its own tx');
      }
      expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    });

    it('allows the outer sql to work that it started and that goes on after its end', async () => {
      let later: Promise<unknown> = Promise.resolve();
      await open().transaction(async (tx) => {
        await tx`select 1`;
        later = wait(100).then(() => open().sql`select 2 as two`);
      });
      expect(await later).toEqual([{ two: 2 }]);
    });

    it('refuses a query of its own after its end', async () => {
      let late: () => Promise<unknown> = () => Promise.resolve();
      await open().transaction(async (tx) => {
        late = () => tx`insert into note values ('late')`;
        await tx`select 1`;
      });
      await expect(late()).rejects.toMatchObject({ code: 'TRANSACTION_ENDED' });
      expect(await notes()).not.toContain('late');
    });
  });
});

const impatient = { queryDeadlineMs: 800, poolSize: 1 };

onBothDatabases(
  'a deadline',
  (open) => {
    it('ends a query that takes too long, and the service returns', async () => {
      const database = open();
      const startedAt = performance.now();
      await expect(database.sql`select pg_sleep(2)`).rejects.toEqual(unavailable);
      expect(performance.now() - startedAt).toBeLessThan(1600);
      await expect.poll(() => answers(database.sql`select 1`), { timeout: 20_000 }).toBe(true);
    });

    it('ends the wait for a connection that somebody else keeps, who is not disturbed', async () => {
      const database = open();
      const keeper = database.transaction(async (tx) => {
        await tx`create table keeper ()`;
        await wait(1200);
        return await tx`select 1 as one`;
      });
      await expect(database.sql`select 1`).rejects.toEqual(unavailable);
      expect(await keeper).toEqual([{ one: 1 }]);
      expect(await database.sql`select count(*) from keeper`).toEqual([{ count: 0 }]);
    });

    it('can be longer for a transaction that asks for it', async () => {
      const database = open();
      const patient = database.transaction((tx) => tx`select pg_sleep(1.2), 1 as one`, {
        deadlineMs: 10_000,
      });
      expect(await patient).toMatchObject([{ one: 1 }]);
      await expect(database.transaction((tx) => tx`select pg_sleep(2)`)).rejects.toBeInstanceOf(AppError);
    });
  },
  impatient,
);

async function answers(query: PromiseLike<unknown>): Promise<boolean> {
  return await Promise.resolve(query).then(
    () => true,
    () => false,
  );
}
