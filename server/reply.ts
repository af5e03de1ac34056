/** Writes a page's Reply to the response: HTML, redirects, JSON, files, streams and events. */

import type { Response } from 'express'
import { pipeline } from 'node:stream/promises'
import type { Reply, SetCookie } from './pages/page.ts'
import { render, type PageFrame } from './render.ts'
import { noticeCookie, securePrefix } from './visit.ts'

/** Milliseconds between the comments that keep an event stream open through proxies. */
const heartbeat = 25_000

/** Sends `reply`; resolves when there is nothing more to write. */
export async function send(res: Response, reply: Reply, frame: PageFrame): Promise<void> {
  if (reply.kind === 'view' || reply.kind === 'json' || reply.kind === 'bytes')
    res.status(reply.status ?? 200)
  if ('headers' in reply && reply.headers) res.set(reply.headers)
  if ('cookies' in reply && reply.cookies) for (const cookie of reply.cookies) setCookie(res, cookie)
  switch (reply.kind) {
    case 'view':
      if (frame.notice !== null) setCookie(res, { name: noticeCookie, value: '', maxAgeSeconds: 0 })
      res.type('html').send(render(reply.view, reply.context, frame))
      return
    case 'redirect':
      if (reply.notice !== undefined) {
        setCookie(res, { name: noticeCookie, value: reply.notice.slice(0, 300), maxAgeSeconds: 60 })
      }
      res.redirect(303, reply.to)
      return
    case 'json':
      res.type('json').send(JSON.stringify(reply.value))
      return
    case 'bytes':
      res.type(reply.type).send(reply.bytes)
      return
    case 'notModified':
      res.status(304).end()
      return
    case 'events':
      sendEvents(res, reply.open)
      return
    case 'stream':
      res.type(reply.type)
      await stream(res, reply.stream)
  }
}

/** An error after the first byte closes the connection, so that a cut file never looks whole. */
async function stream(res: Response, source: NodeJS.ReadableStream): Promise<void> {
  try {
    await pipeline(source, res)
  } catch (error) {
    res.destroy()
    const gone = (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE'
    if (!gone) throw error
  }
}

function sendEvents(
  res: Response,
  open: (sendEvent: (event: string, data: string) => void) => () => void,
): void {
  res.set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
  })
  res.write('retry: 3000\n\n')
  const close = open((event, data) => {
    res.write(
      `event: ${event}\n${data
        .split(/\r\n|\r|\n/)
        .map((line) => `data: ${line}\n`)
        .join('')}\n`,
    )
  })
  const beat = setInterval(() => res.write(': still here\n\n'), heartbeat)
  beat.unref()
  res.on('close', () => {
    clearInterval(beat)
    close()
  })
}

/** Cookies of this site: for its own pages only, out of reach of scripts, over https only where there is https. */
export function setCookie(res: Response, { name, value, maxAgeSeconds }: SetCookie): void {
  const { secure } = res.req
  const age = maxAgeSeconds === null ? '' : `; Max-Age=${maxAgeSeconds}`
  res.append(
    'Set-Cookie',
    `${secure ? securePrefix : ''}${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax${age}${secure ? '; Secure' : ''}`,
  )
}
