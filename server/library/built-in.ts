/** What the library has from the start: its lists, and the questions of the templates. */

import { templates } from '../templates/index.ts'
import type { Cells, Template } from '../templates/template.ts'
import { labelsIn, type LibraryItem } from './item.ts'
import { libraryLists } from './lists.ts'
import { itemOf, questionsIn } from './taking.ts'

const [zh, en] = ['中文 (zh)', 'English (en)']

export const builtIn: readonly LibraryItem[] = [
  ...libraryLists.map(({ id, title, tags, options }): LibraryItem => {
    const name = id.replaceAll('-', '_')
    const choices = options.map(([value, chinese, english, missing]): Cells => ({
      list_name: name,
      name: value,
      [`label::${zh}`]: chinese,
      [`label::${en}`]: english,
      ...(missing ? { missing } : {}),
    }))
    return {
      id: `list:${id}`,
      kind: 'list',
      title: { [zh]: title[0], [en]: title[1] },
      tags,
      content: { survey: [], choices },
    }
  }),
  ...templates.filter(({ kind }) => kind === 'questionnaire' || kind === 'expert').flatMap(questionsOf),
]

function questionsOf({ id, title, source }: Template): readonly LibraryItem[] {
  return questionsIn(source).map((place): LibraryItem => {
    const content = itemOf(source, place)
    const [first] = content.survey
    return {
      id: `template:${id}/${first?.['name'] ?? ''}`,
      kind: 'question',
      title: labelsIn(first ?? {}),
      tags: [title[0], title[1]],
      content,
    }
  })
}
