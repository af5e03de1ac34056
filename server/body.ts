/** Reads the body of a POST within bounds: fields, files or JSON; whatever cannot be read is a Problem. */

import express, { type Request, type RequestHandler, type Response } from 'express'
import type { Readable } from 'node:stream'
import type { Config } from './config.ts'
import type { Page, UploadedFile } from './pages/page.ts'
import { Problem } from './problem.ts'

export interface Body {
  readonly body: Readonly<Record<string, string | readonly string[]>>
  readonly json: unknown
  readonly files: Readonly<Record<string, UploadedFile>>
  readonly stream: Readable | null
}

/** Most fields of one post: the row editor sends many, and so do the rows of a repeat. */
const mostFields = { staff: 20_000, respondent: 12_000 }
/** Deeper or larger JSON than any page sends. */
const mostJson = { depth: 20, values: 50_000 }

/** Of a request without a body. */
export const noBody: Body = { body: {}, json: undefined, files: {}, stream: null }

/** The reader for posts to a page. */
export function bodyReader(page: Page, config: Config): (req: Request, res: Response) => Promise<Body> {
  const many = page.respondent ? mostFields.respondent : mostFields.staff
  const limit = config.bodyLimitBytes
  const fields = express.urlencoded({ extended: false, limit, parameterLimit: many })
  const json = express.json({ limit })
  // Loaded with the first upload.
  let files: RequestHandler | null = null
  const filesReader = async (): Promise<RequestHandler> => {
    const { default: multer } = await import('multer')
    return multer({
      storage: multer.memoryStorage(),
      defParamCharset: 'utf8',
      limits: {
        fileSize: config.uploadLimitBytes,
        files: 20,
        fields: many,
        fieldSize: limit,
        parts: many + 20,
        headerPairs: 50,
      },
    }).any()
  }

  return async (req, res) => {
    const type = (req.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    const accepts = page.accepts ?? 'fields'
    if (accepts === 'bytes') {
      if (type !== 'application/octet-stream') throw new Problem('unsupportedMedia')
      // Browsers say how much they send. What is too much is refused unread, so that the refusal arrives.
      const length = Number(req.headers['content-length'])
      if (!Number.isSafeInteger(length)) throw new Problem('badRequest')
      if (length > config.attachmentLimitBytes)
        throw new Problem('tooLarge', { limit: megabytes(config.attachmentLimitBytes) })
      return { ...noBody, stream: req }
    }
    if (accepts === 'json') {
      if (type !== 'application/json') throw new Problem('unsupportedMedia')
      await run(json, req, res, config)
      checkJson(req.body)
      return { ...noBody, json: req.body as unknown }
    }
    if (type === '' && !(Number(req.headers['content-length'] ?? 0) > 0)) return noBody
    if (type === 'application/x-www-form-urlencoded') {
      await run(fields, req, res, config)
      return { ...noBody, body: readFields(req.body) }
    }
    if (accepts === 'files' && type === 'multipart/form-data') {
      // Files of a form post are held in memory: browsers say how much there is, and all together is bounded.
      if (!(Number(req.headers['content-length']) <= 5 * config.uploadLimitBytes))
        throw new Problem('tooLarge', { limit: megabytes(5 * config.uploadLimitBytes) })
      files ??= await filesReader()
      await run(files, req, res, config)
      return { ...noBody, body: readFields(req.body), files: readFiles(req.files) }
    }
    throw new Problem('unsupportedMedia')
  }
}

async function run(parser: RequestHandler, req: Request, res: Response, config: Config): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    void parser(req, res, (error?: unknown) => (error ? reject(bodyProblem(error, config)) : resolve()))
  })
}

const megabytes = (bytes: number) => `${Math.round((bytes / 1024 / 1024) * 10) / 10} MB`

/** What a parser complains of, as a Problem: it is never our own mistake. */
function bodyProblem(error: unknown, config: Config): Problem {
  const { status, code } = error as { status?: number; code?: string }
  if (code === 'LIMIT_FILE_SIZE') {
    return new Problem('tooLarge', { limit: megabytes(config.uploadLimitBytes) }, { cause: error })
  }
  if (status === 413 || code?.startsWith('LIMIT_')) {
    return new Problem('tooLarge', { limit: megabytes(config.bodyLimitBytes) }, { cause: error })
  }
  return new Problem(status === 415 ? 'unsupportedMedia' : 'badRequest', {}, { cause: error })
}

function readFields(given: unknown): Body['body'] {
  const fields: Record<string, string | readonly string[]> = {}
  for (const [name, value] of Object.entries((given ?? {}) as Record<string, unknown>)) {
    if (typeof value === 'string') fields[name] = value
    else if (Array.isArray(value)) fields[name] = value.filter((one) => typeof one === 'string')
  }
  return fields
}

function readFiles(given: Request['files']): Body['files'] {
  const files: Record<string, UploadedFile> = {}
  for (const { fieldname, originalname, mimetype, buffer } of Array.isArray(given) ? given : []) {
    files[fieldname] = { name: originalname.slice(-200), type: mimetype, bytes: buffer }
  }
  return files
}

/** Refuses JSON that is deep or has very many values. */
export function checkJson(value: unknown): void {
  if (valuesIn(value, 0) > mostJson.values) throw new Problem('badRequest')
}

/** How many values stand in what JSON was parsed to; it stops counting where there are too many. */
function valuesIn(value: unknown, depth: number): number {
  if (value === null || typeof value !== 'object') return 0
  if (depth > mostJson.depth) throw new Problem('badRequest')
  let values = 0
  if (Array.isArray(value)) {
    values = value.length
    for (const one of value) if (values <= mostJson.values) values += valuesIn(one, depth + 1)
    return values
  }
  // What JSON was parsed to inherits nothing; going through it so makes no list of each object.
  for (const name in value) {
    if (values > mostJson.values) break
    values += 1 + valuesIn((value as Readonly<Record<string, unknown>>)[name], depth + 1)
  }
  return values
}
