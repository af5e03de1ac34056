/** What colleagues say of the open question, and how it fared in a pilot. */

import { readingOf, type DraftRow } from '../../server/form/design/draft.ts'
import type { Desk } from './desk.ts'
import { button, make, say } from './dom.ts'
import { field } from './fields.ts'
import { post, type Island, type PilotFigure, type ShownComment } from './island.ts'

export interface Remarks {
  readonly draw: (row: DraftRow) => HTMLElement
  /** How many comments of a question wait. */
  readonly waiting: (name: string) => number
  readonly pilot: (row: DraftRow) => HTMLElement | null
}

export function openRemarks(island: Island, desk: Desk): Remarks {
  let comments = island.comments
  const pilots = new Map(island.pilot.map((figure) => [figure.name, figure]))
  const nameOf = (row: DraftRow) => readingOf(desk.draft().columns).cell(row, 'name')
  const of = (name: string) => comments.filter(({ question }) => question === name)
  const waiting = (name: string) => of(name).filter(({ settled }) => !settled).length

  async function send(value: object): Promise<boolean> {
    try {
      const { status, reply } = await post(island, '/comments', value)
      if (status !== 200 || !reply.comments) return false
      comments = reply.comments
      desk.change(desk.draft(), { open: desk.open() })
      return true
    } catch {
      return false
    }
  }

  function draw(row: DraftRow): HTMLElement {
    const name = nameOf(row)
    const area = make('textarea', { id: `comment-${row.key}`, rows: '2', maxlength: '2000' })
    const trouble = make('p', { class: 'error', role: 'alert', hidden: true }, say('comment.failed'))
    const add = button(say('comment.add'), () => {
      if (area.value.trim() === '') return
      void send({ question: name, words: area.value }).then((done) => {
        trouble.hidden = done
      })
    })
    const count = waiting(name)
    const heading = count > 0 ? say('comment.titleCount', { count }) : say('comment.title')
    return make(
      'details',
      { class: 'folded', id: 'fold-comments', open: count > 0 },
      make('summary', {}, heading),
      make(
        'div',
        { class: 'stack' },
        make('ul', { class: 'plain-list stack' }, ...of(name).map((comment) => item(comment))),
        field(say('comment.words'), area),
        trouble,
        make('div', { class: 'row' }, add),
      ),
    )
  }

  function item({ id, words, author, on, settled }: ShownComment): HTMLElement {
    const act = button(
      say(settled ? 'comment.reopen' : 'comment.settle'),
      () => void send({ [settled ? 'reopen' : 'settle']: id }),
      {
        class: 'link-button',
      },
    )
    return make(
      'li',
      { class: settled ? 'muted' : null },
      make('p', { class: 'prewrap' }, words),
      make('div', { class: 'row' }, make('span', { class: 'small muted' }, `${author} · ${on}`), act),
    )
  }

  function pilot(row: DraftRow): HTMLElement | null {
    const figure: PilotFigure | undefined = pilots.get(nameOf(row))
    if (!figure) return null
    const { asked, blank, seconds } = figure
    const share = asked > 0 ? Math.round((100 * blank) / asked) : 0
    const words = [say('pilot.answers', { asked, blank, share })]
    if (seconds !== null) words.push(say('pilot.time', { seconds }))
    return make('p', { class: `notice${share >= 20 ? ' warning' : ''}` }, words.join(' '))
  }

  return { draw, waiting, pilot }
}
