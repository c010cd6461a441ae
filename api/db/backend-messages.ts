/** What the gate must know of the server's half of PostgreSQL's wire protocol, version 3. */
export const answerType = {
  error: 'E'.charCodeAt(0),
  readyForQuery: 'Z'.charCodeAt(0),
} as const;

/** ReadyForQuery outside any transaction. */
export const readyForQuery = Buffer.from('Z\0\0\0\x05I', 'latin1');
