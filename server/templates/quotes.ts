/** Rows that notes share: who was present, and what was said word for word. */

import { attribution, consent, role } from './lists.ts'
import {
  ask,
  hint,
  long,
  must,
  personal,
  repeat,
  when,
  type Both,
  type Cells,
  type Lists,
} from './template.ts'

export const quoteLists: Lists = { role, consent, attribution }

/** Verbatim quotes, each with its speaker's role, consent and attribution; summaries read them by these names. */
export const quotes = (...more: readonly Cells[]): readonly Cells[] =>
  repeat(
    'quotes',
    ['原话', 'Verbatim quotes'],
    [
      ask(
        'text',
        'quote',
        '原话',
        'Verbatim quote',
        long,
        hint('照原话记，不概括；没有就留空', 'Word for word, not summed up; leave blank if there is none'),
      ),
      ask(
        'select_one role',
        'quote_role',
        '说话人的身份',
        'Role of the speaker',
        must,
        when("${quote} != ''"),
      ),
      ask(
        'select_one consent',
        'quote_consent',
        '本人是否同意引用',
        'Consent to be quoted',
        must,
        when("${quote} != ''"),
      ),
      ask(
        'select_one attribution',
        'quote_attribution',
        '公开程度',
        'Attribution',
        must,
        when("${quote_consent} = 'yes'"),
      ),
      ask(
        'text',
        'quote_speaker',
        '说话人姓名',
        'Name of the speaker',
        must,
        personal,
        when("${quote_attribution} = 'named'"),
      ),
    ],
    ...more,
  )

/** People present, one a row; names are kept apart. */
export const peoplePresent = (label: Both = ['参加人员', 'People present']): readonly Cells[] =>
  repeat('people', label, [
    ask(
      'text',
      'person_name',
      '姓名',
      'Name',
      personal,
      hint('与记录内容分开保存；不愿留名的可不填', 'Kept apart from the notes; may be left blank'),
    ),
    ask('select_one role', 'person_role', '身份', 'Role'),
    ask('text', 'person_post', '单位和职务', 'Organisation and post', personal),
  ])
