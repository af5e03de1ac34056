/** The admin's page: how server, database, backups and certificate are, and what is to be looked at. */

import { say, type Catalogue } from '../locale/index.ts'
import { believeClock } from '../upkeep/retention.ts'
import { scarce, systemState, type SystemState } from '../upkeep/state.ts'
import { ownVersion } from '../version.ts'
import { bytesText } from '../watching/disk.ts'
import { redirect, view, type Page, type Visit } from './page.ts'

export const systemPage: Page = {
  path: '/system',
  right: 'admin',
  async get(visit) {
    const state = await systemState(visit)
    const { t } = visit
    return view('system', {
      title: t.upkeep.page.title,
      now: visit.now().toISOString(),
      warnings: warningsOf(visit, state),
      heldSince: state.clockHeldSince,
      facts: [serverFacts(visit, state), rateFacts(visit), sizeFacts(t, state), ...upkeepFacts(visit, state)],
      trust: 'names' in state.certificate,
    })
  },
  async post({ store, now, t, viewer }) {
    await believeClock(store, now())
    await store.history.append(
      { actor: viewer?.id ?? null, kind: 'clock.believed', subject: '' },
      now().toISOString(),
    )
    return redirect('/system', t.upkeep.page.believed)
  },
}

interface Facts {
  readonly heading: string
  readonly note: string
  readonly rows: readonly {
    readonly label: string
    readonly value: string
    /** An instant, shown in the time zone of the server. */
    readonly at?: string | null
  }[]
}

/** What needs a person, the gravest first. */
function warningsOf({ t, watching, now }: Visit, state: SystemState): readonly string[] {
  const { page, finding } = t.upkeep
  const { intake, room, certificate, lastBackup } = state
  const warnings: string[] = []
  if (intake.trouble)
    warnings.push(page.trouble({ since: intake.trouble.since.toISOString(), words: intake.trouble.words }))
  if (room.free < scarce) warnings.push(page.diskShort({ free: bytesText(room.free) }))
  if (lastBackup?.ok === false)
    warnings.push(
      `${finding.backupFailed({ at: lastBackup.endedAt })} ${problemWords(t, lastBackup.problem)}`,
    )
  else if (lastBackup && lastBackup.brokenChains > 0)
    warnings.push(page.chainBad({ count: lastBackup.brokenChains }))
  else if (lastBackup && lastBackup.faults > 0) warnings.push(page.dataFaults({ count: lastBackup.faults }))
  if (certificate.state === 'unusable') warnings.push(finding.certificateUnusable)
  if ('validTo' in certificate && certificate.state !== 'good') {
    const code = {
      expired: 'certificateExpired',
      notYet: 'certificateNotYet',
      ending: 'certificateEnding',
    } as const
    warnings.push(
      finding[code[certificate.state]]({
        day: certificate.validTo.slice(0, 10),
        days: Math.max(certificate.daysLeft, 0),
      }),
    )
  }
  const jump = watching.clock.jumps().at(-1)
  if (jump) warnings.push(page.jumped({ at: jump.at, seconds: jump.seconds }))
  const stale = state.newestBackup && now().getTime() - state.newestBackup.getTime() > 3 * 86_400_000
  if (stale) {
    const days = Math.floor((now().getTime() - (state.newestBackup?.getTime() ?? 0)) / 86_400_000)
    warnings.push(
      finding.backupStale({ name: lastBackup?.name ?? '', folder: lastBackup?.folder ?? '', days }),
    )
  }
  return warnings
}

function problemWords(t: Catalogue, problem: NonNullable<SystemState['lastBackup']>['problem']): string {
  return problem ? say(t.upkeep.problem, problem.code, problem.params) : ''
}

function serverFacts({ t, watching, now }: Visit, { database, intake, memory }: SystemState): Facts {
  const { page } = t.upkeep
  return {
    heading: page.server,
    note: '',
    rows: [
      { label: page.version, value: ownVersion() },
      { label: page.node, value: process.versions.node },
      {
        label: page.engine,
        value: `${database.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'} ${database.version}`,
      },
      { label: page.schema, value: String(database.schema) },
      { label: page.started, value: '', at: watching.startedAt.toISOString() },
      { label: page.clock, value: '', at: now().toISOString() },
      { label: page.memory, value: bytesText(memory) },
      { label: page.queue, value: page.queueOf({ waiting: intake.waiting, capacity: intake.capacity }) },
      { label: page.refused, value: String(intake.refused) },
      { label: page.slow, value: String(watching.slowQueries()) },
      { label: page.logDropped, value: String(watching.log.dropped()) },
    ],
  }
}

function rateFacts({ t, watching, locale }: Visit): Facts {
  const { page } = t.upkeep
  const { staff, respondent, answers } = watching.counts.lastHour()
  const text = (value: number) => value.toLocaleString(locale)
  return {
    heading: page.rates,
    note: page.steps,
    rows: [
      { label: page.newAnswers, value: text(answers) },
      { label: page.respondentRequests, value: text(respondent) },
      { label: page.staffRequests, value: text(staff) },
    ],
  }
}

function sizeFacts(t: Catalogue, { database, files, backups, logs, room }: SystemState): Facts {
  const { page } = t.upkeep
  return {
    heading: page.sizes,
    note: '',
    rows: [
      { label: page.answers, value: database.answers.toLocaleString() },
      { label: page.people, value: String(database.people) },
      { label: page.database, value: bytesText(database.bytes) },
      ...(database.engine === 'sqlite'
        ? [{ label: page.databaseLog, value: bytesText(database.logBytes) }]
        : []),
      { label: page.files, value: page.filesOf({ bytes: bytesText(files.bytes), files: files.files }) },
      { label: page.backups, value: bytesText(backups.bytes) },
      { label: page.logs, value: bytesText(logs.bytes) },
      { label: page.free, value: page.freeOf({ free: bytesText(room.free), total: bytesText(room.total) }) },
    ],
  }
}

function upkeepFacts({ t, config }: Visit, state: SystemState): readonly Facts[] {
  const { page } = t.upkeep
  const { lastBackup, certificate } = state
  const { backupAt, backupDir, backupKeep } = config.upkeep
  const backup: Facts = {
    heading: page.backup,
    note: page.backupNote,
    rows: [
      lastBackup
        ? { label: page.lastBackup, value: backupWords(t, lastBackup), at: lastBackup.endedAt }
        : { label: page.lastBackup, value: page.backupNever },
      ...(lastBackup?.seal ? [{ label: page.sealOf, value: lastBackup.seal }] : []),
      { label: page.backupAt, value: backupAt ? page.backupAtOf({ at: backupAt }) : page.off },
      { label: page.backupDir, value: backupDir },
      { label: page.backupKeep, value: page.backupKeepOf({ ...backupKeep }) },
      { label: page.chain, value: chainWords(t, lastBackup) },
    ],
  }
  const https: Facts = {
    heading: page.certificate,
    note: '',
    rows:
      'names' in certificate
        ? [
            { label: page.certificateNames, value: certificate.names.join(t.common.comma) },
            { label: page.certificateUntil, value: '', at: certificate.validTo },
          ]
        : [{ label: page.certificate, value: certificateWords(t, certificate.state) }],
  }
  return [backup, https]
}

function certificateWords(t: Catalogue, state: 'none' | 'unusable'): string {
  return state === 'none' ? t.upkeep.finding.certificateNone : t.upkeep.finding.certificateUnusable
}

function backupWords(
  t: Catalogue,
  { ok, answers, bytes, seconds, problem }: NonNullable<SystemState['lastBackup']>,
) {
  const { page } = t.upkeep
  if (!ok) return `${page.backupBad}${t.common.colon}${problemWords(t, problem)}`
  return page.backupGood({ answers, bytes: bytesText(bytes), seconds: seconds.toFixed(1) })
}

function chainWords(t: Catalogue, lastBackup: SystemState['lastBackup']): string {
  const { page } = t.upkeep
  if (!lastBackup?.ok) return page.chainUnknown
  if (lastBackup.brokenChains > 0) return page.chainBad({ count: lastBackup.brokenChains })
  return page.chainGood({ chains: lastBackup.chains })
}
