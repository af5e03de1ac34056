/** Promises 1 and 7: how answers came about is kept only where the collection says so, coarse where anonymous, and goes with them. */

import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { visitor } from '../../server/commands/visitor.ts'
import type { CollectionChange } from '../../server/store/store.ts'
import { fieldwork, type Fieldwork } from '../support/fieldwork.ts'
import { rowsOf } from '../support/raw.ts'
import { plainForm } from './form.ts'

const told = {
  start: '2026-11-25T03:04:05.678Z',
  span: 123_456,
  active: 98_765,
  away: 24_691,
  longest: 20_001,
  pauses: 7,
  backs: 9,
  questions: { age: [12_345, 8, 6, 5], wish: [41_234, 1, 9, 4], nobody: [1, 1, 1, 1] },
  device: 'device-77-of-zhang-san',
}
const answers = { sex: 'f', satisfied: '3', age: '40', wish: '加一盏路灯' }

async function sent(
  anonymous: boolean,
  change: CollectionChange,
  attack: (field: Fieldwork) => Promise<void>,
) {
  const field = await fieldwork({ source: plainForm, anonymous, change })
  try {
    await attack(field)
  } finally {
    await field.end()
  }
}

const post = (field: Fieldwork, paradata: unknown, instanceId: string = randomUUID()) =>
  visitor(field.server.origin, {}).postJson(`/f/${field.slug}/submissions`, {
    instanceId,
    formVersion: field.formVersion,
    locale: 'zh-CN',
    answers,
    paradata,
  })
const kept = async (field: Fieldwork) =>
  (
    await rowsOf<{ content: string }>(field.database, 'select content from submission_paradata order by seq')
  ).map(({ content }) => JSON.parse(content) as Record<string, unknown>)

describe('A collection that keeps nothing of how answers come about', () => {
  it('stores none of it, from the script’s post or from the page’s', () =>
    sent(false, {}, async (field) => {
      expect((await post(field, told)).status).toBe(201)
      const person = visitor(field.server.origin, {})
      const page = await person.get(`/f/${field.slug}/form`)
      expect(page.text).not.toContain('paradata')
      const fields = Object.fromEntries(Object.entries(answers).map(([k, v]) => [`q.${k}`, v]))
      const posted = { ...fields, _paradata: JSON.stringify(told), _do: 'next' }
      const check = await person.press(page, '/form', posted)
      const receipt = await person.press(check, '/form', {
        _paradata: JSON.stringify(told),
        _do: 'submit',
      })
      expect(receipt.text).toContain('提交成功')
      expect(await rowsOf(field.database, 'select seq from submissions')).toHaveLength(2)
      expect(await kept(field)).toEqual([])
    }))

  it('cannot be made to keep it once it has been open', () =>
    sent(false, {}, async (field) => {
      const lead = await field.signIn('lead')
      const page = await lead.get(`/collections/${field.collectionId}/edit`)
      expect(page.text).not.toContain('name="paradata"')
      await lead.press(page, '/edit', {
        paradata: 'questions',
        purpose: '改善',
        asker: '市办',
        retainUntil: '2099-12-31',
      })
      await post(field, told)
      expect(await kept(field)).toEqual([])
      const [row] = await rowsOf<{ paradata: string }>(field.database, 'select paradata from collections')
      expect(row?.paradata).toBe('off')
    }))
})

describe('An anonymous collection that keeps it', () => {
  it('has no moment, nothing finer than 5 seconds, and says so on its first page', () =>
    sent(true, { paradata: 'questions' }, async (field) => {
      const id = randomUUID()
      expect((await post(field, told, id)).status).toBe(201)
      // Sent once more with other times it is the same answer, and nothing is added.
      expect((await post(field, { ...told, active: 1 }, id)).status).toBe(200)
      const stored = await kept(field)
      expect(stored).toEqual([
        {
          seconds: 100,
          away: 0,
          longest: 0,
          pauses: 3,
          backs: 3,
          questions: { age: [10, 3, 3, 3], wish: [40, 1, 3, 3] },
        },
      ])
      expect(JSON.stringify(stored)).not.toMatch(/2026|03:04|device|nobody/)
      const reader = visitor(field.server.origin, { 'accept-language': 'zh-CN' })
      const first = await reader.get(`/f/${field.slug}`)
      expect(first.text).toContain('取整到 5 秒')
      expect((await reader.get(`/f/${field.slug}?l=en`)).text).toContain('rounded to 5 seconds')
    }))

  it('keeps what it took in all where it says no more than that, also without a script', () =>
    sent(true, { paradata: 'times' }, async (field) => {
      const person = visitor(field.server.origin, { 'accept-language': 'zh-CN' })
      const page = await person.get(`/f/${field.slug}/form`)
      const check = await person.press(page, '/form', {
        ...Object.fromEntries(Object.entries(answers).map(([k, v]) => [`q.${k}`, v])),
        _do: 'next',
      })
      expect((await person.press(check, '/form', { _do: 'submit' })).text).toContain('提交成功')
      const [row] = await kept(field)
      expect(Object.keys(row ?? {})).toEqual(['seconds'])
      expect((row?.['seconds'] as number) % 5).toBe(0)
    }))
})

describe('A withdrawn answer', () => {
  it('takes how it came about along', () =>
    sent(false, { paradata: 'questions' }, async (field) => {
      const { text } = await post(field, told)
      await post(field, told)
      expect(await kept(field)).toHaveLength(2)
      const { receipt } = JSON.parse(text) as { receipt: string }
      const person = visitor(field.server.origin, { 'accept-language': 'zh-CN' })
      const asked = await person.submit(await person.get('/withdraw'), { receipt })
      await person.submit(asked, {}, 'step')
      expect(await rowsOf(field.database, 'select seq from submissions')).toHaveLength(1)
      expect(await kept(field)).toHaveLength(1)
    }))
})
