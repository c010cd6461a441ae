const fields = 'input:not(:disabled), select:not(:disabled), textarea:not(:disabled)';

/**
 * Where a dialog begins: on the field it asks for, or on what does no harm, and not on the button that closes it. Attached to
 * that element, or to what holds the first field; the dialog itself then puts the focus there (HTML, dialog focusing steps).
 */
export function firstFocus(element: HTMLElement): void {
  const target = element.matches('button') ? element : (element.querySelector(fields) ?? element);
  if (!(target instanceof HTMLElement)) return;
  target.autofocus = true;
  if (element.closest('dialog')?.open) target.focus();
}
