/** The outline of notes: open beside them on a wide screen, folded above them on a phone until it is tapped. */

export function offerOutline(): void {
  const outline = document.querySelector<HTMLDetailsElement>('.outline')
  if (!outline || typeof matchMedia !== 'function') return
  outline.open = matchMedia('(min-width: 64rem)').matches
}
