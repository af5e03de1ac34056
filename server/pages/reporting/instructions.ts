/** The chapter of instructions (批示): what leaders wrote on the topic, with who and when. */

import type { Block } from '../../report/blocks.ts'
import { dateText } from '../../render.ts'
import type { Asked, Source } from './material.ts'

export function instructionBlocks({ t, locale, timeZone }: Asked, { content }: Source): readonly Block[] {
  const b = t.briefing
  if (content.instructions.length === 0) return [{ kind: 'paragraph', text: b.instructionsNone }]
  return content.instructions.flatMap(({ words, person, writtenAt, entry, sound }): Block[] => [
    {
      kind: 'quote',
      text: words,
      by: b.instructionBy({ person, at: dateText(writtenAt, locale, timeZone, true) }),
    },
    { kind: 'remarks', items: [sound ? b.instructionEntry({ entry }) : b.instructionBroken] },
  ])
}
