/** /forms/:form/design/advice: advice that somebody in the designer has understood and wants to see no more, with the reason. */

import { adviceCodes, type AdviceCode } from '../form/advice/advice.ts'
import { tidyText } from '../form/design/draft.ts'
import { isRecord } from '../form/rows.ts'
import { Problem } from '../problem.ts'
import { formOf } from './forms/place.ts'
import type { Page, Visit } from './page.ts'

const longest = 500

/** Settles a kind of advice on a question (`settle`) or shows it again (`reopen`); all that is settled comes back. */
export const formDesignAdvice: Page = {
  path: '/forms/:form/design/advice',
  right: 'topic.manage',
  accepts: 'json',
  post: async (visit) => {
    const { form } = await formOf(visit, null)
    const { designing } = visit.store
    const json = isRecord(visit.json) ? visit.json : {}
    const { question, code, reason } = json
    const known = adviceCodes.find((one): one is AdviceCode => one === code)
    if (known === undefined || typeof question !== 'string' || question.length > 200)
      throw new Problem('badRequest')
    if (json['reopen'] === true) await designing.reopenAdvice(form.id, question, known)
    else
      await designing.settleAdvice({
        formId: form.id,
        question,
        code: known,
        reason: typeof reason === 'string' ? tidyText(reason).slice(0, longest) : '',
        personId: visit.viewer?.id ?? '',
      })
    return { kind: 'json', value: { settled: await adviceSettled(visit, form.id) } }
  },
}

/** What is settled, as the designer shows it. */
export async function adviceSettled({ store }: Visit, formId: string): Promise<readonly object[]> {
  const all = await store.designing.settledAdvice(formId)
  return all.map(({ settledAt, ...one }) => ({ ...one, on: settledAt.slice(0, 10) }))
}
