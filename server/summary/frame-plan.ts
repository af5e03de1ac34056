/** What a frame of a collection is made of: every question that is not personal, where an answer came from and when. */

import type { Form } from '../form/form.ts'
import type { Channel, FormVersion } from '../store/store.ts'
import type { FramePlan, PlannedColumn } from './planned.ts'
import { repeatTables } from './repeats.ts'
import { originVariables, placedIn, variablesOf } from './variables.ts'

/** Names that origin variables have in the frame, before any clash with a question. */
const originWords = { channel: '渠道', receivedOn: '收到日期' }

export interface Planning {
  readonly versions: readonly FormVersion[]
  readonly forms: readonly Form[]
  readonly channels: readonly Channel[]
  readonly texts: ReadonlySet<string>
}

/** Labels are those of the Chinese reader. Only what is not personal has a column. */
export function framePlan({ versions, forms, channels, texts }: Planning): FramePlan {
  const tables = repeatTables(forms)
  const names = new Set(tables.map(({ name }) => name))
  const asked = (inside: string | null): readonly PlannedColumn[] => {
    const worked = workedOut(forms, inside)
    return variablesOf(forms, { which: 'shared', locale: 'zh-CN', texts, inside, counted: true }).map(
      (variable) => ({
        variable,
        from: names.has(variable.name) ? 'rows' : 'answer',
        words: worked.has(variable.name),
      }),
    )
  }
  const { channel, receivedOn } = originVariables(forms, channels, originWords)
  return {
    columns: [
      ...asked(null),
      { variable: channel, from: 'channel', words: false },
      { variable: receivedOn, from: 'day', words: false },
    ],
    repeats: tables.map(({ name }) => ({ name, columns: asked(name) })),
    versions: versions.map(({ id, source }) => ({ id, source })),
    texts: [...texts],
  }
}

/** Names of calculations, which may give numbers or words. */
function workedOut(forms: readonly Form[], inside: string | null): ReadonlySet<string> {
  return new Set(
    placedIn(forms, 'shared', inside).flatMap(({ question: { type, name } }) =>
      type === 'calculate' ? [name] : [],
    ),
  )
}
