/** An app as its next build would serve it: another build's mark, and the script of the forms under another name alone. */

import { readFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { staticDir } from '../../server/render.ts'

export interface Updatable {
  readonly app: RequestListener
  /** Set to true in the middle of a test. */
  updated: boolean
}

export function updatable(app: RequestListener): Updatable {
  const { build, files } = readJson<{ build: string; files: readonly string[] }>('field.json')
  const old = files.find((file) => /\/field-form-/.test(file)) ?? ''
  const renamed = '/static/field-form-ANOTHER.js'
  const made: Updatable = {
    updated: false,
    app: (req, res) => {
      if (!made.updated) return app(req, res)
      if (req.url === old) {
        res.writeHead(404).end()
        return
      }
      if (req.url === renamed) {
        req.url = old
        return app(req, res)
      }
      if (!req.url?.startsWith('/field')) return app(req, res)
      const setHeader = res.setHeader.bind(res)
      res.setHeader = (name, value) => setHeader(name, value === build ? 'another' : value)
      const end = res.end.bind(res)
      res.end = (body: unknown) => {
        if (typeof body !== 'string' && !Buffer.isBuffer(body)) return end()
        const text = body.toString().replaceAll(old, renamed).replaceAll(build, 'another')
        setHeader('Content-Length', Buffer.byteLength(text))
        return end(text)
      }
      return app(req, res)
    },
  }
  return made
}

function readJson<Value>(name: string): Value {
  return JSON.parse(readFileSync(join(staticDir, name), 'utf8')) as Value
}
