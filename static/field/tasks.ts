/** What was assigned in a collection: due days, cases with their places, and where they are on blank paper. */

import { make } from '../answering/island.ts'
import type { FieldTask } from './base.ts'
import type { Say } from './island.ts'
import { formAddress } from './taken.ts'

export function showTask(
  task: FieldTask,
  collection: string,
  language: string,
  say: Say,
): readonly HTMLElement[] {
  const { dueOn, note, wanted, sent, cases, sketch } = task
  const facts = [
    ...(dueOn ? [say('taskDue', { day: dueOn })] : []),
    wanted === null ? say('taskSent', { sent }) : say('taskSentOf', { sent, wanted }),
  ]
  const shown = [make('p', { class: 'small' }, facts.join(' · '))]
  if (note) shown.push(make('p', { class: 'small prewrap' }, note))
  if (cases.length === 0) return shown
  const open = cases.filter(({ state }) => state === 'open').length
  const list = make('ul', { class: 'plain-list small' })
  for (const one of cases) {
    const words = [one.name, one.area, one.place].filter((each) => each !== '').join(' · ')
    const due = one.dueOn ? ` ${say('taskDue', { day: one.dueOn })}` : ''
    const item = make('li', {}, make('span', {}, `${words}${due} `))
    if ((one.times ?? 0) > 1)
      item.append(make('span', { class: 'tag' }, say('caseTimes', { n: one.times ?? 0 })), ' ')
    if (one.note) item.append(make('span', { class: 'muted' }, `${one.note} `))
    // What was sent back stands among the drafts.
    item.append(
      one.state === 'open'
        ? make('a', { href: `${formAddress(collection, language)}#${one.instanceId}` }, say('caseFill'))
        : make('span', { class: 'tag' }, say(`case_${one.state}`)),
    )
    list.append(item)
  }
  const details = make('details', {}, make('summary', {}, say('taskCases', { n: cases.length, open })), list)
  if (sketch) details.append(draw(sketch, say))
  shown.push(details)
  return shown
}

const space = 'http://www.w3.org/2000/svg'

function svg(tag: string, attributes: Readonly<Record<string, string | number>>, words = ''): SVGElement {
  const element = document.createElementNS(space, tag)
  for (const name of Object.keys(attributes)) element.setAttribute(name, String(attributes[name]))
  element.textContent = words
  return element
}

function draw({ width, height, points, scale }: NonNullable<FieldTask['sketch']>, say: Say): HTMLElement {
  const title = say('sketchTitle')
  const picture = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title })
  for (const { label, x, y, done, shown } of points) {
    const point = svg('circle', { cx: x, cy: y, r: 7, class: done ? 'done' : 'open' })
    point.append(svg('title', {}, label))
    picture.append(point)
    if (shown !== false) picture.append(svg('text', { x: x + 10, y: y + 5 }, label))
  }
  const under = height - 12
  picture.append(
    svg('line', { x1: 20, x2: 20 + scale.length, y1: under, y2: under }),
    svg('text', { x: 28 + scale.length, y: height - 8 }, say('metres', { metres: scale.metres })),
  )
  const figure = make('figure', { class: 'sketch' })
  figure.append(picture, make('figcaption', { class: 'hint' }, title))
  return figure
}
