/** Props that a shown component follows when they are changed. */
export function changing<Props extends object>(first: Props): Props {
  const props = $state(first);
  return props;
}
