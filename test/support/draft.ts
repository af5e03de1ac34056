/** What was made of a draft, in a form that a person can check. */

import type { TextForm } from '../../server/imports/text.ts'

/** A form as a person checks it: a row a line, the choices of each list, what was said of which line. */
export function written({ title, source, notes }: TextForm): string {
  const lists = new Map<string, string[]>()
  for (const { cells } of source.choices) {
    const label = `${cells['name']}=${cells['label']}${cells['missing'] ? ` (${cells['missing']})` : ''}`
    const list = cells['list_name'] ?? ''
    lists.set(list, [...(lists.get(list) ?? []), label])
  }
  const order = [
    'hint',
    'required',
    'relevant',
    'constraint',
    'constraint_message',
    'appearance',
    'parameters',
    'personal',
  ]
  const rows = source.survey.map(({ row, cells }) => {
    const more = order.flatMap((name) => (cells[name] ? [`${name}: ${cells[name]}`] : []))
    return [
      `${row}. ${cells['type']} ${cells['name']}`,
      cells['label']?.replaceAll('\n', ' / ') ?? '',
      ...more,
    ]
      .filter(Boolean)
      .join(' · ')
  })
  return [
    `# ${title}`,
    ...rows,
    ...[...lists].map(([name, labels]) => `${name}: ${labels.join(', ')}`),
    ...notes.map(
      ({ level, code, line, params }) => `line ${line}: ${level} ${code} ${JSON.stringify(params)}`,
    ),
  ].join('\n')
}
