import type { Database, Tx } from '../../api/db/database.ts';

/** A database whose transactions tell which statements they send, in their order and without their values. */
export function recordStatements(database: Database): { recorded: Database; statements: string[] } {
  const statements: string[] = [];
  const recorded = new Proxy(database, {
    get(target, property) {
      if (property !== 'transaction') return Reflect.get(target, property) as unknown;
      return <T>(run: (tx: Tx) => Promise<T>, options: object = {}) =>
        target.transaction((tx) => run(listening(tx, statements)), options);
    },
  });
  return { recorded, statements };
}

function listening(tx: Tx, statements: string[]): Tx {
  return new Proxy(tx, {
    apply(target, self, values: unknown[]) {
      const [texts] = values;
      if (Array.isArray(texts) && 'raw' in texts)
        statements.push(texts.join('?').replace(/\s+/g, ' ').trim());
      return Reflect.apply(target, self, values) as unknown;
    },
  });
}
