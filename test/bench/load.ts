/** The load: keep-alive sockets that post one answer after another; runs in a process of its own. */

import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { benchAnswers, randomSteps } from './form.ts'

export interface LoadOrder {
  readonly port: number
  readonly path: string
  readonly formVersion: string
  readonly connections: number
  readonly seconds: number
  readonly warmUpSeconds: number
}

export interface LoadResult {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
  readonly bodyBytes: number
  /** What the last refusal said, to see why a run failed. */
  readonly lastFailure: string
}

/** Posts until the time is over; latencies are in milliseconds, each from the first byte sent to the whole reply. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const random = randomSteps(7)
  const bodies = Array.from({ length: 500 }, () => JSON.stringify(benchAnswers(random)))
  const start = performance.now() + order.warmUpSeconds * 1000
  const end = start + order.seconds * 1000
  const latencies: number[] = []
  let failed = 0
  let lastFailure = ''
  let sent = 0
  let sentBytes = 0

  function request(): Buffer {
    const answers = bodies[sent++ % bodies.length]
    const body = `{"instanceId":"${randomUUID()}","formVersion":"${order.formVersion}","locale":"zh-CN","answers":${answers}}`
    sentBytes += Buffer.byteLength(body)
    return Buffer.from(
      `POST ${order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  }

  const client = () =>
    new Promise<void>((done, broken) => {
      const socket = connect(order.port, '127.0.0.1')
      socket.setNoDelay(true)
      let began = 0
      let reply = ''
      const next = () => {
        began = performance.now()
        if (began >= end) {
          socket.end()
          done()
          return
        }
        socket.write(request())
      }
      socket.on('connect', next)
      socket.on('error', broken)
      socket.on('data', (chunk) => {
        reply += chunk.toString('latin1')
        const head = reply.indexOf('\r\n\r\n')
        if (head < 0) return
        const length = Number(/content-length: (\d+)/i.exec(reply.slice(0, head))?.[1] ?? 0)
        if (reply.length < head + 4 + length) return
        if (began >= start) {
          if (/^HTTP\/1\.1 20[01]/.test(reply)) latencies.push(performance.now() - began)
          else {
            failed += 1
            lastFailure = reply.slice(0, 600)
          }
        }
        reply = ''
        next()
      })
    })

  await Promise.all(Array.from({ length: order.connections }, client))
  const sorted = Float64Array.from(latencies).toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return {
    perSecond: latencies.length / order.seconds,
    p50: at(0.5),
    p99: at(0.99),
    failed,
    bodyBytes: Math.round(sentBytes / sent),
    lastFailure,
  }
}
