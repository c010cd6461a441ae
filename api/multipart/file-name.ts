/** A name for people: never used as a path, but kept, shown and written into answers. */
export function safeFileName(name: string): string {
  const plain = name.replace(/^.*[/\\]/, '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '');
  return plain.slice(-120) || 'file';
}
