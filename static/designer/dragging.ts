/** Dragging by mouse and touch; what is dragged and where it comes to lie is told, the list is drawn anew from it. */

import SortableList from 'sortablejs'

const made = new WeakSet<HTMLElement>()

export function makeSortable(
  list: HTMLElement,
  dropped: (key: string, parent: string | null, place: number) => void,
): void {
  if (made.has(list)) return
  made.add(list)
  SortableList.create(list, {
    group: 'blocks',
    handle: '.drag',
    draggable: 'li.block',
    // The browser's own dragging knows no touch.
    forceFallback: true,
    fallbackOnBody: true,
    swapThreshold: 0.5,
    emptyInsertThreshold: 12,
    ghostClass: 'dragged',
    onEnd: ({ item, to, newDraggableIndex }) => {
      dropped(item.getAttribute('data-key') ?? '', to.getAttribute('data-parent'), newDraggableIndex ?? 0)
    },
  })
}
