/** Once what stands on the page now is to be seen; at once where nobody looks, since nothing is painted there. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}
