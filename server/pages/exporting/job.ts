/** A file that takes a while, as its pages show it. */

import { kindOf } from '../../exports/file.ts'
import { isFormatName } from '../../exports/formats.ts'
import type { ExportJob } from '../../store/store.ts'
import type { Visit } from '../page.ts'

export interface ShownJob {
  readonly id: string
  readonly heading: string
  /** The name of the file. */
  readonly name: string
  readonly state: ExportJob['state']
  readonly stateWords: string
  /** It waits or is being made. */
  readonly moving: boolean
  readonly done: boolean
  /** Answers read of those to be read; null before it begins. */
  readonly progress: { readonly read: number; readonly of: number; readonly words: string } | null
  readonly written: string
  readonly remaining: string
  /** What becomes of it, in a sentence; '' where there is nothing to say. */
  readonly note: string
  readonly personal: boolean
  readonly madeAt: string
  readonly size: string
  readonly address: string
  readonly again: string
}

export function shownJob({ t, locale, config, now }: Visit, job: ExportJob): ShownJob {
  const w = t.exportJobs
  const { state, read, toRead, bytes } = job
  const number = (value: number) => new Intl.NumberFormat(locale).format(value)
  const moment = (instant: string) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: config.timeZone,
      dateStyle: 'medium',
      timeStyle: 'short',
    }).format(new Date(instant))
  const moving = state === 'waiting' || state === 'running'
  const done = state === 'done'
  const percent = toRead === 0 ? 0 : Math.min(100, Math.floor((100 * read) / toRead))
  const left = state === 'running' ? secondsLeft(job, now()) : null
  const size = sizeText(bytes, number)
  return {
    id: job.id,
    heading: w.headings[state],
    name: `${job.title}.${kindOfJob(job).ending}`,
    state,
    stateWords: w.states[state],
    moving,
    done,
    progress:
      state === 'running' && toRead > 0
        ? {
            read: Math.min(read, toRead),
            of: toRead,
            words: w.progress({ read: number(Math.min(read, toRead)), of: number(toRead), percent }),
          }
        : null,
    written: state === 'running' ? w.written({ size }) : '',
    remaining: left === null ? '' : left < 60 ? w.secondsLeft : w.minutesLeft({ n: Math.ceil(left / 60) }),
    note: done ? w.kept({ until: moment(job.expiresAt ?? job.madeAt) }) : w.notes[state],
    personal: job.personal,
    madeAt: moment(job.madeAt),
    size,
    address: `/topics/${job.topicId}/exports/${job.id}`,
    again:
      job.collectionId === null
        ? `/topics/${job.topicId}/summary`
        : `/collections/${job.collectionId}/export`,
  }
}

/** From the pace so far; null until there is one. */
function secondsLeft({ read, toRead, startedAt }: ExportJob, now: Date): number | null {
  const passed = startedAt === null ? 0 : (now.getTime() - Date.parse(startedAt)) / 1000
  if (passed < 2 || read * 50 < toRead || read >= toRead) return null
  return (passed / read) * (toRead - read)
}

function sizeText(bytes: number, number: (value: number) => string): string {
  if (bytes < 1024 * 1024) return `${number(Math.ceil(bytes / 1024))} KB`
  return `${number(Math.round((bytes * 10) / 1024 / 1024) / 10)} MB`
}

/** Ending and type of the file that the job makes. */
export function kindOfJob({ format, choices }: Pick<ExportJob, 'format' | 'choices'>): {
  readonly ending: string
  readonly type: string
} {
  if (format === 'sqlite') return { ending: 'sqlite', type: 'application/vnd.sqlite3' }
  if (format !== 'csv' && !isFormatName(format)) throw new Error(`kindOfJob: ${format} is no format`)
  const query = new URLSearchParams(choices)
  return kindOf({
    format,
    whole:
      query.get('all') === '1'
        ? {
            attachments: query.get('files') === '1',
            ...(query.get('paradata') === '1' ? { paradata: true } : {}),
          }
        : null,
    choices: { encoding: query.get('encoding') === 'gb18030' ? 'gb18030' : 'utf-8' },
  })
}
