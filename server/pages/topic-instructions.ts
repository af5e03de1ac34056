/** /topics/:topic/instructions: a leader's instruction (批示) on a topic, kept for good. */

import { lines } from './fields.ts'
import { redirect, type Page } from './page.ts'
import { topicOfVisit } from './topics/tabs.ts'
import { showTopicSummary } from './topic-summary.ts'

const longest = 4_000

export const topicInstructions: Page = {
  path: '/topics/:topic/instructions',
  right: 'topic.instruct',
  async post(visit) {
    const { store, t, viewer } = visit
    const topic = await topicOfVisit(visit)
    const words = lines(visit, 'words', longest)
    if (words === '' || !viewer)
      return showTopicSummary(visit, {
        errors: [{ field: 'words', words: t.briefing.instructionEmpty }],
        status: 422,
      })
    await store.instructions.add(topic.id, viewer.id, words)
    return redirect(`/topics/${topic.id}/summary#instructions`, t.briefing.instructionSaved)
  },
}
