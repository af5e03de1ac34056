/** A live summary that 100 leaders watch while 100 answers a second come in: what both sides wait. */

import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { serve } from '../support/fieldwork.ts'
import { benchAnswers, randomSteps } from './form.ts'
import { seedFolder } from './seed.ts'

export interface WatchingTimes {
  /** Answers taken a second, and how long an answer waited for its receipt, in milliseconds. */
  readonly answers: number
  readonly answerP50: number
  readonly answerP99: number
  /** Pages that readers loaded anew because their figures had moved, and how long each took. */
  readonly renewals: number
  readonly renewalP50: number
  readonly renewalP99: number
  readonly failed: number
}

const readers = 100
const perTick = 10
const tick = 100

export async function watchingTimes(seconds: number, stored = 10_000): Promise<WatchingTimes> {
  const seeded = await seedFolder(stored)
  const serving = await serve(seeded)
  const stop = new AbortController()
  try {
    const { origin } = serving.server
    const leader = await serving.signIn('leader')
    const headers = { cookie: leader.cookies() }
    const path = `${origin}/topics/${seeded.topicId}`
    const renewals: number[] = []
    const answers: number[] = []
    let failed = 0
    const timed = async (into: number[], work: () => Promise<boolean>) => {
      const began = performance.now()
      const good = await work().catch(() => false)
      if (stop.signal.aborted) return
      if (good) into.push(performance.now() - began)
      else failed += 1
    }
    const renew = async () => {
      const response = await fetch(`${path}/summary`, { headers, signal: stop.signal })
      await response.text()
      return response.status === 200
    }
    // The first look makes everything that is kept.
    await renew()
    const watchers = Array.from({ length: readers }, () =>
      watch(`${path}/live`, headers, stop.signal, () => timed(renewals, renew)),
    )
    await pause(1_500)
    renewals.length = 0
    const random = randomSteps(29)
    const post = async () => {
      const response = await fetch(`${origin}/f/${seeded.slug}/submissions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          instanceId: randomUUID(),
          formVersion: seeded.formVersion,
          locale: 'zh-CN',
          answers: benchAnswers(random),
        }),
      })
      await response.text()
      return response.status === 201
    }
    const began = performance.now()
    const sent: Promise<void>[] = []
    for (let due = began; performance.now() - began < seconds * 1_000; due += tick) {
      for (let k = 0; k < perTick; k += 1) sent.push(timed(answers, post))
      await pause(Math.max(0, due + tick - performance.now()))
    }
    await Promise.all(sent)
    const took = (performance.now() - began) / 1_000
    stop.abort()
    await Promise.all(watchers)
    return {
      answers: answers.length / took,
      answerP50: quantile(answers, 0.5),
      answerP99: quantile(answers, 0.99),
      renewals: renewals.length,
      renewalP50: quantile(renewals, 0.5),
      renewalP99: quantile(renewals, 0.99),
      failed,
    }
  } finally {
    stop.abort()
    await serving.end()
  }
}

/** As an open page does: told of new figures it loads the page again, one load at a time. */
async function watch(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  renew: () => Promise<void>,
): Promise<void> {
  try {
    const response = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' }, signal })
    let [told, first] = ['', true]
    for await (const chunk of response.body ?? []) {
      const stamp = /"stamp":"([^"]+)"/.exec(Buffer.from(chunk as Uint8Array).toString())?.[1]
      if (stamp === undefined || stamp === told) continue
      told = stamp
      // What the page was opened with is no news.
      if (!first) await renew()
      first = false
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0
}
