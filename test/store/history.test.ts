/** Promise 7: erasure destroys, the chain still verifies, and whatever is tampered with shows. */

import { afterEach, describe, expect, test } from 'vitest'
import { everyByte, tamper } from '../support/raw.ts'
import { temporaryStore, type TemporaryStore } from '../support/store.ts'
import { incoming, storeWorld } from '../support/store-world.ts'

let held: TemporaryStore | null = null
afterEach(async () => {
  await held?.close()
  held = null
})

/** Ten answers, number 2 corrected, number 5 erased. */
async function written() {
  held = await temporaryStore({ onDisk: true })
  const { store } = held
  const world = await storeWorld(store)
  const to = await world.collection({ allowsCorrection: true, anonymous: false })
  const answers = Array.from({ length: 10 }, (_, n) =>
    incoming(world, to, { age: n, wish: `心愿${n}-FINDME-${n}` }, { personal: { name: `SECRET-${n}` } }),
  )
  const received = await store.submissions.receive(answers)
  const second = answers[1]
  if (second) await store.submissions.receive([{ ...second, answers: { age: 99 }, contentHash: 'corrected' }])
  const fifth = received[4]
  if (fifth && 'receipt' in fifth)
    await store.submissions.erase(fifth.receipt, { actor: null, reason: 'asked', right: 'withdrawal' })
  return { held, world, to, answers, received }
}

/** Changes the database behind the program's back, then verifies. */
async function after(statement: string) {
  const { held: before, to } = await written()
  await before.store.close()
  expect(await tamper(before.database, statement.replaceAll(':id', `'${to.id}'`))).toBeGreaterThan(0)
  held = await reopened(before)
  return held.store.history.verify(to.id)
}

async function reopened(before: TemporaryStore): Promise<TemporaryStore> {
  return { ...before, ...(await before.reopen()) }
}

describe('erasure', () => {
  test('leaves a tombstone and an event, and the chain verifies', async () => {
    const { held, to, received } = await written()
    const { store } = held
    expect(await store.history.verify(to.id)).toEqual({ ok: true, events: 12, brokenAt: null })
    expect(await store.submissions.erased(to.id)).toEqual([5])
    const fifth = received[4]
    expect(await store.submissions.byReceipt(fifth && 'receipt' in fifth ? fifth.receipt : '')).toBeNull()
    expect(await store.collections.find(to.id)).toMatchObject({ received: 9, last: 10, changes: 2 })
    expect((await store.history.list(to.id, {})).at(-1)).toMatchObject({
      kind: 'answer.erased',
      subject: '5',
      detail: '{"reason":"asked","right":"withdrawal"}',
    })
  })

  test('leaves none of the bytes in the files', async () => {
    const { held } = await written()
    const bytes = (await everyByte(held.database)).toString('latin1')
    expect(bytes).toContain('FINDME-3')
    expect(bytes).toContain('SECRET-3')
    expect(bytes).not.toContain('FINDME-4')
    expect(bytes).not.toContain('SECRET-4')
  })

  test('is not undone by a late re-send', async () => {
    const { held, answers } = await written()
    const again = answers[4]
    expect(await held.store.submissions.receive(again ? [again] : [])).toEqual([{ outcome: 'withdrawn' }])
  })

  test('takes a receipt as people type it, and says no to one that is none', async () => {
    const { held, received } = await written()
    const first = received[0]
    const typed = first && 'receipt' in first ? ` ${first.receipt.toLowerCase().replaceAll('-', ' ')}` : ''
    const by = { actor: null, reason: 'asked', right: 'withdrawal' }
    expect(await held.store.submissions.erase(typed, by)).toBe(true)
    expect(await held.store.submissions.erase(typed, by)).toBe(false)
    expect(await held.store.submissions.erase("' or 1=1", by)).toBe(false)
  })

  test('comes to all answers of a collection after its retention date, and to no other', async () => {
    const { held, world, to } = await written()
    const { store } = held
    const kept = await world.collection()
    await store.submissions.receive([incoming(world, kept, { age: 1 })])
    await store.collections.change(to.id, { retainUntil: '2026-06-30' })
    expect(await store.submissions.eraseExpired('2026-06-30')).toBe(0)
    expect(await store.submissions.eraseExpired('2026-07-01')).toBe(9)
    expect(await store.submissions.rows(to.id, 0, 10)).toEqual([])
    expect((await store.submissions.rows(kept.id, 0, 10)).length).toBe(1)
    expect(await store.history.verify(to.id)).toMatchObject({ ok: true, events: 21 })
  })

  test('in an anonymous collection is dated to the day', async () => {
    held = await temporaryStore({ now: () => new Date('2026-03-05T17:00:00.000Z') })
    const world = await storeWorld(held.store)
    const to = await world.collection()
    const [received] = await held.store.submissions.receive([incoming(world, to, { age: 1 })])
    await held.store.submissions.erase(received && 'receipt' in received ? received.receipt : '', {
      actor: null,
      reason: 'asked',
      right: 'withdrawal',
    })
    // 17:00 UTC is already the next day in Shanghai.
    expect((await held.store.history.list(to.id, {})).map(({ at }) => at)).toEqual([
      '2026-03-05',
      '2026-03-06',
    ])
  })
})

describe('verifying finds', () => {
  const attacks = [
    [
      'an answer that was changed',
      `update submissions set answers = '{"age":7}' where collection_id = :id and seq = 3`,
      3,
    ],
    [
      'a date that was changed',
      `update submissions set received_on = '2020-01-01' where collection_id = :id and seq = 4`,
      4,
    ],
    [
      'a personal answer that was changed',
      `update submission_personal set answers = '{}' where collection_id = :id and seq = 3`,
      3,
    ],
    [
      'a personal answer that was removed',
      `delete from submission_personal where collection_id = :id and seq = 3`,
      3,
    ],
    [
      'an old revision that was changed',
      `update submission_revisions set answers = '{}' where collection_id = :id`,
      2,
    ],
    ['an old revision that was removed', `delete from submission_revisions where collection_id = :id`, 2],
    ['an answer that was removed', `delete from submissions where collection_id = :id and seq = 6`, 6],
    [
      'an answer that was put in',
      `insert into submissions select collection_id, 77, 'x', form_version_id, channel_id, 1, 'x', state, received_on, received_at, null, null, collector_id, locale, content_hash, digest_key, answers from submissions where collection_id = :id and seq = 1`,
      13,
    ],
    ['a tombstone that was removed', `delete from submission_erasures where collection_id = :id`, 13],
    ['an event that was changed', `update events set detail = '{}' where chain = :id and number = 8`, 8],
    ['an event with another hash', `update events set hash = 'f' where chain = :id and number = 8`, 8],
    ['an event that was removed', `delete from events where chain = :id and number = 8`, 8],
    ['a tail that was cut', `delete from events where chain = :id and number >= 11`, 11],
    [
      'a head that was moved back',
      `update chains set number = 10, hash = (select hash from events where chain = :id and number = 10) where chain = :id`,
      5,
    ],
    ['a head that is another', `update chains set hash = 'f' where chain = :id`, 12],
  ] as const
  test.each(attacks)('%s', async (_name, statement, brokenAt) => {
    expect(await after(statement)).toMatchObject({ ok: false, brokenAt })
  })

  test('an erasure that nobody recorded', async () => {
    const { held: before, to } = await written()
    await before.store.close()
    for (const table of ['submission_personal', 'submissions'])
      await tamper(before.database, `delete from ${table} where collection_id = '${to.id}' and seq = 7`)
    await tamper(
      before.database,
      `insert into submission_erasures values ('${to.id}', 7, 'h', 'r', 'r', '2026-01-01')`,
    )
    held = await reopened(before)
    expect(await held.store.history.verify(to.id)).toMatchObject({ ok: false, brokenAt: 7 })
  })

  test('nothing wrong while answers keep coming', async () => {
    const { held, world, to } = await written()
    const { store } = held
    const going = new AbortController()
    const sending = (async () => {
      for (let n = 0; !going.signal.aborted && n < 40; n++) {
        await store.submissions.receive(Array.from({ length: 5 }, (_, age) => incoming(world, to, { age })))
        const [row] = await store.submissions.rows(to.id, n, 1)
        await store.submissions.erase(row?.receipt ?? '', {
          actor: null,
          reason: 'asked',
          right: 'withdrawal',
        })
      }
    })()
    for (let n = 0; n < 3; n++) expect((await store.history.verify(to.id)).ok).toBe(true)
    going.abort()
    await sending
    expect((await store.history.verify(to.id)).ok).toBe(true)
  })
})
