/** A link that goes wrong in one way at a time, in front of an app. */

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'

/**
 * `fine`. A number: the reply of a gateway in between. `cut`: the work is done and the connection closes before the
 * reply. `hang`: nothing comes. `lies`: the receipt is for other content than was sent. `drops`: every second post breaks off in the middle, and so does every third reply.
 */
export type Fault = 'fine' | 'cut' | 'hang' | 'lies' | 'drops' | number

export interface FaultyApp {
  readonly app: RequestListener
  fault: Fault
  /** Posts that met the fault. */
  met: number
}

/** Faults meet posts of records and files; pages and the rest go through. */
export function faulty(app: RequestListener): FaultyApp {
  let posts = 0
  const made: FaultyApp = {
    fault: 'fine',
    met: 0,
    app: (req, res) => {
      const meets = req.method === 'POST' && /\/fill\/(submissions|attachments)/.test(req.url ?? '')
      if (!meets || made.fault === 'fine') return app(req, res)
      posts++
      if (made.fault === 'drops') {
        if (posts % 2 === 0) return breakOff(req)
        if (posts % 3 === 0) closeBeforeReply(req, res)
        return app(req, res)
      }
      made.met++
      if (made.fault === 'cut') {
        closeBeforeReply(req, res)
        return app(req, res)
      }
      if (made.fault === 'lies') {
        const end = res.end.bind(res)
        res.end = (body: unknown) =>
          end(String(body).replace(/"contentHash":"\w{8}/, '"contentHash":"00000000'))
        return app(req, res)
      }
      req.resume()
      if (made.fault === 'hang') return
      res.writeHead(made.fault, { 'Content-Type': 'text/html' }).end('<h1>gateway</h1>')
    },
  }
  return made
}

/** Some of the body has come, and no more does. */
function breakOff(req: IncomingMessage): void {
  req.once('data', () => req.socket.destroy())
  req.once('end', () => req.socket.destroy())
}

function closeBeforeReply(req: IncomingMessage, res: ServerResponse): void {
  const close = () => {
    req.socket.destroy()
    return res
  }
  res.writeHead = close
  res.write = () => {
    close()
    return false
  }
  res.end = close
}
