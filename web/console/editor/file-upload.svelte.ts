import { attachmentBytes } from '../../../api/attachments/terms.ts';
import type { UploadFields } from '../../../api/attachments/schema.ts';
import { m } from '../../paraglide/messages.js';
import type { ParcelEditor } from './parcel-editor.svelte.ts';
import { refusedFileWord } from './refused-file-word.ts';
import { sendFile } from './send-file.ts';

/** One upload at a time, with how far it is and how it ended. */
export class FileUpload {
  /** Share of the bytes that left; null while nothing is sent. */
  share = $state<number | null>(null);
  /** How the last one ended, in words; an error where `isRefused`. */
  outcome = $state('');
  isRefused = $state(false);
  #abort: AbortController | null = null;

  readonly #editor: ParcelEditor;

  constructor(editor: ParcelEditor) {
    this.#editor = editor;
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** True when the file is a part of the draft now. */
  async send(file: File, fields: UploadFields): Promise<boolean> {
    // The server says the same, after all of it was sent.
    if (file.size > attachmentBytes) return this.#end(m.attachment_refused_large(), true);
    const abort = new AbortController();
    this.#abort = abort;
    this.share = 0;
    this.outcome = '';
    try {
      const reply = await this.#editor.attach((code, ifMatch) =>
        sendFile({
          code,
          ifMatch,
          file,
          fields,
          signal: abort.signal,
          onProgress: (share) => (this.share = share),
        }),
      );
      if (reply === null) return this.#end('', false);
      if (!reply.ok) return this.#end(refusedFileWord(reply.failure), true);
      this.#end(m.attachment_added({ title: reply.value.attachment.title }), false);
      return true;
    } catch (error) {
      if (!abort.signal.aborted) throw error;
      return this.#end(m.attachment_cancelled(), false);
    }
  }

  #end(outcome: string, isRefused: boolean): false {
    this.share = null;
    this.outcome = outcome;
    this.isRefused = isRefused;
    return false;
  }
}
