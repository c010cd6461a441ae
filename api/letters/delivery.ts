/** One letter as it is delivered; `subject` is empty in a short message. The `id` is the same at every try. */
export type Outgoing = { id: string; recipient: string; subject: string; body: string; writtenAt: Date };

/**
 * `refused`: this letter will never be taken. `later`: not now; `isOutage` when no letter would have been taken.
 * `reason` holds codes, never an address or the words of a foreign server.
 */
export type Delivery =
  | { outcome: 'sent' }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'later'; reason: string; isOutage: boolean };

/** Where letters go: a mail server, a gateway for short messages, or a folder. */
export type Deliver = (letter: Outgoing) => Promise<Delivery>;

/** Who letters come from, and the host in their message numbers. */
export type Sender = { name: string; address: string };

/** The message as nodemailer takes it. The same letter is the same message, however often it is sent. */
export function messageOf({ id, recipient, subject, body, writtenAt }: Outgoing, from: Sender) {
  return {
    from,
    // As an object: an address that reads like a list must not become one.
    to: { name: '', address: recipient },
    envelope: { from: from.address, to: [recipient] },
    subject,
    text: body,
    date: writtenAt,
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    // RFC 3834, 5: nobody's holiday notice answers this.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
