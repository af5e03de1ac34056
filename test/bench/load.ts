/** The load: keep-alive sockets that answer one form after another; runs in a process of its own. */

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { benchAnswers, randomSteps } from './form.ts'

export interface LoadOrder {
  /** Connections are spread over them. */
  readonly ports: readonly number[]
  readonly path: string
  /** `json` posts as the script does; `html` opens the page and posts its fields, as a browser without it. */
  readonly as: 'json' | 'html'
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
  /** Those of the warm-up too. */
  readonly sent: number
  readonly bodyBytes: number
  /** What the last refusal said, to see why a run failed. */
  readonly lastFailure: string
}

/** Works until the time is over; latencies are in milliseconds, each from the first byte sent to the whole last reply. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const random = randomSteps(7)
  const answers = Array.from({ length: 500 }, () => benchAnswers(random))
  const start = performance.now() + order.warmUpSeconds * 1000
  const end = start + order.seconds * 1000
  const latencies: number[] = []
  let failed = 0
  let lastFailure = ''
  let sent = 0
  let sentBytes = 0

  const post = (type: string, body: string): Buffer => {
    sentBytes += Buffer.byteLength(body)
    return Buffer.from(
      `POST ${order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  }
  const works: Record<LoadOrder['as'], (exchange: Exchange) => Promise<string>> = {
    json: (exchange) => {
      const given = JSON.stringify(answers[sent++ % answers.length])
      const body = `{"instanceId":"${randomUUID()}","formVersion":"${order.formVersion}","locale":"zh-CN","answers":${given}}`
      return exchange(post('application/json', body))
    },
    html: async (exchange) => {
      const page = await exchange(Buffer.from(`GET ${order.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`))
      const instance = /name="_instance" value="([^"]+)"/.exec(page)?.[1]
      if (!instance) return page
      return exchange(
        post(
          'application/x-www-form-urlencoded',
          formFields(order, instance, answers[sent++ % answers.length]!),
        ),
      )
    },
  }

  const client = async (place: number) => {
    const socket = connect(order.ports[place % order.ports.length] ?? 0, '127.0.0.1')
    socket.setNoDelay(true)
    const exchange = exchanges(socket)
    await once(socket, 'connect')
    for (;;) {
      const began = performance.now()
      if (began >= end) break
      const reply = await works[order.as](exchange)
      if (began < start) continue
      if (/^HTTP\/1\.1 20[01]/.test(reply)) latencies.push(performance.now() - began)
      else {
        failed += 1
        lastFailure = reply.slice(0, 600)
      }
    }
    socket.end()
  }

  await Promise.all(Array.from({ length: order.connections }, (_, place) => client(place)))
  const sorted = Float64Array.from(latencies).toSorted()
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return {
    perSecond: latencies.length / order.seconds,
    p50: at(0.5),
    p99: at(0.99),
    failed,
    sent,
    bodyBytes: Math.round(sentBytes / sent),
    lastFailure,
  }
}

type Exchange = (request: Buffer) => Promise<string>

/** One request after the other on a socket; a reply is whole when its Content-Length is there. */
function exchanges(socket: Socket): Exchange {
  let waiting: ((reply: string) => void) | null = null
  let reply = ''
  socket.on('data', (chunk) => {
    reply += chunk.toString('latin1')
    const head = reply.indexOf('\r\n\r\n')
    if (head < 0) return
    const length = Number(/content-length: (\d+)/i.exec(reply.slice(0, head))?.[1] ?? 0)
    if (reply.length < head + 4 + length) return
    const whole = reply
    reply = ''
    waiting?.(whole)
  })
  return (request) => {
    const answered = new Promise<string>((resolve) => (waiting = resolve))
    socket.write(request)
    return answered
  }
}

/** What a browser without JavaScript posts from the page on which all answers are checked. */
function formFields(
  order: LoadOrder,
  instance: string,
  answers: Readonly<Record<string, string | readonly string[]>>,
): string {
  const fields = new URLSearchParams({
    _instance: instance,
    _version: order.formVersion,
    _l: 'default',
    _page: '',
    _seen: Object.keys(answers).join(' '),
    _do: 'submit',
  })
  for (const [name, value] of Object.entries(answers))
    for (const each of typeof value === 'string' ? [value] : value) fields.append(`q.${name}`, each)
  return fields.toString()
}
