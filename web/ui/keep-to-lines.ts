/**
 * Keeps a wrapping row to so many lines: what wraps further is hidden from eye and keyboard. Hidden children keep their
 * place, so that measuring never depends on what was hidden before.
 */
export function keepToLines(lines: number): (row: HTMLElement) => () => void {
  return (row) => {
    function fit() {
      const children = [...row.children].filter((child) => child instanceof HTMLElement);
      const tops = [...new Set(children.map((child) => child.offsetTop))].sort((a, b) => a - b);
      const last = tops[lines - 1] ?? Infinity;
      for (const child of children) child.style.visibility = child.offsetTop > last ? 'hidden' : '';
      const shown = children.filter((child) => child.offsetTop <= last);
      const bottom = Math.max(0, ...shown.map((child) => child.offsetTop + child.offsetHeight));
      row.style.maxHeight = tops.length > lines ? `${bottom - (tops[0] ?? 0)}px` : '';
      row.style.overflow = tops.length > lines ? 'clip' : '';
      row.style.overflowClipMargin = '4px';
    }
    const sizes = new ResizeObserver(fit);
    const changes = new MutationObserver(fit);
    sizes.observe(row);
    changes.observe(row, { childList: true, subtree: true, characterData: true });
    fit();
    return () => {
      sizes.disconnect();
      changes.disconnect();
    };
  };
}
