import type { Page } from 'playwright-core';

/** Drops a PDF on the page, as from a folder of the computer. */
export async function dropFile(page: Page, bytes: Uint8Array): Promise<void> {
  const carried = await page.evaluateHandle((base64) => {
    const data = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([data], 'agreement.pdf', { type: 'application/pdf' }));
    return transfer;
  }, Buffer.from(bytes).toString('base64'));
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
}
