/** The state of the server as measures for Prometheus. */

import { durationClasses, type Kind } from '../watching/counts.ts'
import type { Family } from '../watching/prometheus.ts'
import type { Watching } from '../watching/watching.ts'
import type { SystemState } from './state.ts'

/** `state` is null when the database does not answer: what the process knows by itself is still told. */
export function measures(watching: Watching, state: SystemState | null, version: string): readonly Family[] {
  return [...ofProcess(watching, version), ...ofRequests(watching), ...(state ? ofState(state) : [down])]
}

const down: Family = gauge('diaoyan_database_up', 'Whether the database answers.', 0)

function ofProcess(watching: Watching, version: string): readonly Family[] {
  const { startedAt, log, clock } = watching
  const { user, system } = process.cpuUsage()
  return [
    {
      name: 'diaoyan_info',
      help: 'Versions of the program and of Node.js.',
      type: 'gauge',
      samples: [{ labels: { version, node: process.versions.node }, value: 1 }],
    },
    gauge('process_start_time_seconds', 'When the process started.', startedAt.getTime() / 1000),
    gauge('process_resident_memory_bytes', 'Memory that the process holds.', process.memoryUsage.rss()),
    counter('process_cpu_seconds_total', 'Processor time used.', (user + system) / 1e6),
    counter('diaoyan_slow_queries_total', 'Queries slower than SLOW_QUERY_MS.', watching.slowQueries()),
    counter('diaoyan_log_lines_lost_total', 'Log lines that could not be written.', log.dropped()),
    counter('diaoyan_clock_jumps_total', 'Times that the clock was set while running.', clock.jumps().length),
  ]
}

/** What concerns respondents moves on in steps of five. */
function ofRequests({ counts }: Watching): readonly Family[] {
  const kinds: readonly Kind[] = ['respondent', 'staff']
  const requests = kinds.map((kind) => ({ kind, ...counts.requests(kind) }))
  return [
    {
      name: 'diaoyan_requests_total',
      help: 'Requests served; those of respondents in steps of five.',
      type: 'counter',
      samples: requests.flatMap(({ kind, byStatus }) =>
        Object.entries(byStatus).map(([status, value]) => ({ labels: { kind, status }, value })),
      ),
    },
    {
      name: 'diaoyan_request_seconds',
      help: 'How long requests took.',
      type: 'histogram',
      samples: requests.flatMap(({ kind, within, total, seconds }) => [
        ...durationClasses.map((end, place) => ({
          suffix: '_bucket',
          labels: { kind, le: String(end) },
          value: within[place] ?? 0,
        })),
        { suffix: '_bucket', labels: { kind, le: '+Inf' }, value: total },
        { suffix: '_sum', labels: { kind }, value: seconds },
        { suffix: '_count', labels: { kind }, value: total },
      ]),
    },
    {
      name: 'diaoyan_answers_total',
      help: 'Answers by what came of them, in steps of five.',
      type: 'counter',
      samples: Object.entries(counts.answers()).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
  ]
}

function ofState(state: SystemState): readonly Family[] {
  const { database, intake, room, files, backups, certificate, lastBackup, newestBackup } = state
  const folders: readonly (readonly [string, number])[] = [
    ['database', database.bytes],
    ['database_log', database.logBytes],
    ['files', files.bytes],
    ['backups', backups.bytes],
    ['logs', state.logs.bytes],
  ]
  return [
    gauge('diaoyan_database_up', 'Whether the database answers.', 1),
    gauge('diaoyan_intake_waiting', 'Answers waiting to be written.', intake.waiting),
    gauge('diaoyan_intake_capacity', 'How many may wait.', intake.capacity),
    counter('diaoyan_intake_refused_total', 'Answers turned away because too many waited.', intake.refused),
    gauge('diaoyan_intake_failing', 'Whether answers cannot be written just now.', intake.trouble ? 1 : 0),
    {
      name: 'diaoyan_bytes',
      help: 'How much room things take.',
      type: 'gauge',
      samples: folders.map(([what, value]) => ({ labels: { what }, value })),
    },
    gauge('diaoyan_disk_free_bytes', 'Free room on the disk of the data folder.', room.free),
    gauge('diaoyan_schema_number', 'The last migration of the database.', database.schema),
    ...(newestBackup
      ? [
          gauge(
            'diaoyan_backup_time_seconds',
            'When the newest backup was made.',
            newestBackup.getTime() / 1000,
          ),
        ]
      : []),
    ...(lastBackup
      ? [
          gauge('diaoyan_backup_failed', 'Whether the last backup failed.', lastBackup.ok ? 0 : 1),
          gauge('diaoyan_data_faults', 'Faults of the data that the last backup found.', lastBackup.faults),
        ]
      : []),
    ...('validTo' in certificate
      ? [
          gauge(
            'diaoyan_certificate_end_seconds',
            'When the https certificate ends.',
            Date.parse(certificate.validTo) / 1000,
          ),
        ]
      : []),
  ]
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ value }] }
}

function counter(name: string, help: string, value: number): Family {
  return { name, help, type: 'counter', samples: [{ value }] }
}
