/** The only reader of process.env: what the server needs to know before it starts, from there or from a .env file. */

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'

export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  /** A SQLite file in `dataDir`, or the address of a PostgreSQL database. */
  readonly database: string
  readonly demo: boolean
  /** IANA name; dates and workdays are those of this place. */
  readonly timeZone: string
  /** Express "trust proxy": false, or a number of hops. */
  readonly trustProxy: false | number
  readonly sessionHours: number
  readonly bodyLimitBytes: number
  readonly uploadLimitBytes: number
  /** The largest file with an answer, and how many one answer may bring. */
  readonly attachmentLimitBytes: number
  readonly attachmentsPerAnswer: number
  /** Posts a minute that one public link takes; one caller's address may send a fifth of them. */
  readonly answersPerMinute: number
  /** Files of up to so many answers are sent while they are made; larger ones get a page that says how far they are. */
  readonly exportAtOnce: number
  readonly upkeep: UpkeepConfig
}

/** Backups, certificate, logs and what the outside may see of the server's state. */
export interface UpkeepConfig {
  /** Local time of the daily backup, 'HH:MM', or null for none. */
  readonly backupAt: string | null
  /** Absolute. */
  readonly backupDir: string
  readonly backupKeep: BackupRule
  /** null: no https, even if there is a certificate. */
  readonly httpsPort: number | null
  /** Who carries it may read /metrics from elsewhere; null: this machine alone. */
  readonly metricsToken: string | null
  /** Queries that take longer are logged; null: none. */
  readonly slowQueryMs: number | null
  readonly logDays: number
  readonly logTo: 'files' | 'stdout'
}

/** How many days, weeks and months keep their last backup. */
export interface BackupRule {
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
}

type Environment = Readonly<Record<string, string | undefined>>

/** Why the server cannot start, as one plain sentence in each language. */
export class StartProblem extends Error {
  readonly chinese: string
  readonly english: string
  constructor(chinese: string, english: string, options?: ErrorOptions) {
    super(english, options)
    this.name = 'StartProblem'
    this.chinese = chinese
    this.english = english
  }
}

/** The process's environment over that of a .env file in the working folder. */
export function environment(file = '.env'): Environment {
  if (!existsSync(file)) return process.env
  return { ...parseEnv(readFileSync(file, 'utf8')), ...process.env }
}

/** Reads the configuration; throws StartProblem on a value that makes no sense. */
export function readConfig(env: Environment, argv: readonly string[]): Config {
  const demo = argv.includes('--demo')
  const dataDir = resolve(words(env, 'DATA_DIR', 'data'))
  return {
    port: whole(env, 'PORT', 3000, 0, 65535),
    host: demo ? '127.0.0.1' : words(env, 'HOST', '0.0.0.0'),
    dataDir: demo ? resolve(dataDir, 'demo') : dataDir,
    database: demo ? resolve(dataDir, 'demo', sqliteName) : database(env, dataDir),
    demo,
    timeZone: timeZone(env),
    trustProxy: trustProxy(env),
    sessionHours: whole(env, 'SESSION_HOURS', 12, 1, 720),
    bodyLimitBytes: whole(env, 'BODY_LIMIT_KB', 1024, 16, 8192) * 1024,
    uploadLimitBytes: whole(env, 'UPLOAD_LIMIT_MB', 10, 1, 100) * 1024 * 1024,
    attachmentLimitBytes: whole(env, 'ATTACHMENT_LIMIT_MB', 50, 1, 1024) * 1024 * 1024,
    attachmentsPerAnswer: whole(env, 'ATTACHMENTS_PER_ANSWER', 50, 1, 1000),
    answersPerMinute: whole(env, 'ANSWERS_PER_MINUTE', 6000, 10, 100_000_000),
    exportAtOnce: whole(env, 'EXPORT_AT_ONCE', 20_000, 0, 100_000_000),
    upkeep: readUpkeep(env, demo ? resolve(dataDir, 'demo') : dataDir, demo),
  }
}

const sqliteName = 'diaoyan.sqlite'

/** The sample programme always has a file of its own. The address is not repeated in words: it may hold a password. */
function database(env: Environment, dataDir: string): string {
  const given = env['DATABASE_URL']?.trim()
  if (!given) return resolve(dataDir, sqliteName)
  if (/^postgres(ql)?:\/\/.+/i.test(given)) return given
  throw new StartProblem(
    `设置 DATABASE_URL 无效：应为 PostgreSQL 数据库的地址，例如 postgres://用户:密码@主机:5432/数据库。`,
    `The setting DATABASE_URL is not valid: it should be the address of a PostgreSQL database, such as postgres://user:password@host:5432/database.`,
  )
}

function readUpkeep(env: Environment, dataDir: string, demo: boolean): UpkeepConfig {
  const slow = whole(env, 'SLOW_QUERY_MS', 500, 0, 3_600_000)
  return {
    backupAt: demo ? null : timeOfDay(env, 'BACKUP_AT', '02:30'),
    backupDir: resolve(words(env, 'BACKUP_DIR', resolve(dataDir, 'backups'))),
    backupKeep: backupRule(env),
    httpsPort:
      words(env, 'HTTPS_PORT', '').toLowerCase() === 'off' ? null : whole(env, 'HTTPS_PORT', 3443, 0, 65535),
    metricsToken: words(env, 'METRICS_TOKEN', '') || null,
    slowQueryMs: slow === 0 ? null : slow,
    // Promise 10: logs are kept at least six months.
    logDays: whole(env, 'LOG_DAYS', 366, 184, 36_500),
    logTo: oneOf(env, 'LOG_TO', ['files', 'stdout'] as const),
  }
}

function timeOfDay(env: Environment, name: string, otherwise: string): string | null {
  const given = words(env, name, otherwise)
  if (given.toLowerCase() === 'off') return null
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(given)) return given
  throw new StartProblem(
    `设置 ${name}=${given} 无效：应为时刻（例如 02:30）或 off。`,
    `The setting ${name}=${given} is not valid: it should be a time of day, such as 02:30, or off.`,
  )
}

function backupRule(env: Environment): BackupRule {
  const given = words(env, 'BACKUP_KEEP', '7,4,12')
  const [daily, weekly, monthly] = given.split(',').map((part) => Number(part))
  if (/^\d{1,3},\d{1,3},\d{1,3}$/.test(given) && daily && weekly !== undefined && monthly !== undefined)
    return { daily, weekly, monthly }
  throw new StartProblem(
    `设置 BACKUP_KEEP=${given} 无效：应为三个整数，即保留多少个日、周、月备份，例如 7,4,12；日备份至少 1 个。`,
    `The setting BACKUP_KEEP=${given} is not valid: it should be three whole numbers, how many daily, weekly and monthly backups are kept, such as 7,4,12; at least one daily.`,
  )
}

function oneOf<Word extends string>(
  env: Environment,
  name: string,
  choices: readonly [Word, ...Word[]],
): Word {
  const given = words(env, name, choices[0]).toLowerCase()
  const found = choices.find((choice) => choice === given)
  if (found) return found
  throw new StartProblem(
    `设置 ${name}=${given} 无效：应为 ${choices.join(' 或 ')}。`,
    `The setting ${name}=${given} is not valid: it should be ${choices.join(' or ')}.`,
  )
}

/** The process's environment with more, for a program that it starts. */
export function childEnvironment(more: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return { ...process.env, ...more }
}

/** The language that the system speaks to the one at the console: null where it says neither Chinese nor English. */
export function consoleLocale(env: Environment): 'zh-CN' | 'en' | null {
  const tag = (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').toLowerCase()
  if (tag.startsWith('zh')) return 'zh-CN'
  return tag.startsWith('en') ? 'en' : null
}

function words(env: Environment, name: string, otherwise: string): string {
  return env[name]?.trim() || otherwise
}

function whole(env: Environment, name: string, otherwise: number, least: number, most: number): number {
  const given = env[name]?.trim()
  if (!given) return otherwise
  const value = Number(given)
  if (/^\d+$/.test(given) && value >= least && value <= most) return value
  throw new StartProblem(
    `设置 ${name}=${given} 无效：应为 ${least} 到 ${most} 之间的整数。`,
    `The setting ${name}=${given} is not valid: it should be a whole number from ${least} to ${most}.`,
  )
}

function timeZone(env: Environment): string {
  const name = words(env, 'TIME_ZONE', 'Asia/Shanghai')
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch (cause) {
    throw new StartProblem(
      `设置 TIME_ZONE=${name} 无效：应为时区名称，例如 Asia/Shanghai。`,
      `The setting TIME_ZONE=${name} is not valid: it should name a time zone, such as Asia/Shanghai.`,
      { cause },
    )
  }
}

function trustProxy(env: Environment): false | number {
  const given = words(env, 'TRUST_PROXY', 'off').toLowerCase()
  if (['off', 'false', 'no', '0'].includes(given)) return false
  if (/^[1-9]$/.test(given)) return Number(given)
  throw new StartProblem(
    `设置 TRUST_PROXY=${given} 无效：应为 off，或反向代理的层数（1 到 9）。`,
    `The setting TRUST_PROXY=${given} is not valid: it should be off, or the number of proxies in front (1 to 9).`,
  )
}
