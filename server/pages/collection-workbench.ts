/** /collections/:collection/workbench: an analyst's variables, recodes, weights and tables; where they stand is in the address. */

import type { Recode } from '../../analysis/workbench/script.ts'
import { bounds } from '../../analysis/workbench/script.ts'
import { Problem } from '../problem.ts'
import { framesOf } from '../summary/frames.ts'
import { frameSoon } from './summarising/waiting.ts'
import { changed } from '../workbench/changes.ts'
import {
  decoded,
  emptyStanding,
  encoded,
  lean,
  redone,
  stepped,
  undone,
  type Standing,
} from '../workbench/state.ts'
import { keptRecodes, selfContained, withKept } from '../workbench/kept.ts'
import type { Slip } from '../workbench/typed.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'
import { savedSets, withRecoded, workbenchContext } from './workbench/context.ts'

export const collectionWorkbench: Page = {
  path: '/collections/:collection/workbench',
  right: 'topic.analyse',
  async get(visit) {
    return shown(visit, standingOf(visit), null)
  },
  async post(visit) {
    const { store, params, viewer, body, t } = visit
    const held = await framesOf(store).of(params['collection']!)
    if (!held) throw new Problem('notFound')
    const standing = standingOf(visit)
    const field = (name: string) => {
      const value = body[name]
      return typeof value === 'string' ? value : (value?.[0] ?? '')
    }
    const action = field('do')
    const { id } = held.collection
    const kept = await keptRecodes(store, id)
    const path = `/collections/${id}/workbench`
    if (action === 'undo') return gone(visit, undone(standing))
    if (action === 'redo') return gone(visit, redone(standing))
    if (action === 'save' || action === 'saveOver') {
      const name = field('saveName').trim().slice(0, 120)
      if (name === '') return shown(visit, standing, { field: 'saveName', code: 'saveName' })
      const { now } = standing
      const tables = now.script.tables.length > 0 ? now.script.tables : [now.table]
      const whole = selfContained({ ...now.script, title: name, tables }, kept)
      const script = JSON.stringify(lean(whole))
      const over = action === 'saveOver' && now.set !== null ? await store.workbench.find(id, now.set) : null
      const set = await store.workbench.save({
        collectionId: id,
        id: over?.id ?? null,
        name,
        script,
        authorId: viewer!.id,
      })
      return redirect(`${path}/${set}`, t.workbench.savedDone({ name }))
    }
    const [verb, recode = ''] = action.split(':')
    if (verb === 'keepRecode') return recodeKept(visit, standing, { id, name: recode })
    if (verb === 'dropRecode') return recodeDropped(visit, standing, { id, name: recode, kept })
    const variables = withRecoded(held, withKept(standing.now.script, kept), visit.locale)
    const next = changed(standing.now, action, { fields: field, variables })
    if ('slip' in next) return shown(visit, standing, next.slip)
    return gone(visit, stepped(standing, next.state))
  },
}

/** A recode of the script becomes one of the collection, for everybody and for its files. */
async function recodeKept(
  visit: Visit,
  standing: Standing,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<Reply> {
  const { script } = standing.now
  const recode = script.recodes.find((each) => each.name === name)
  if (!recode || script.unit !== null) return gone(visit, standing)
  const needed = script.recodes.find((each) => each.name === recode.from)
  const slip = (code: Slip['code'], params: Slip['params'] = {}) =>
    shown(visit, standing, { field: 'recodeName', code, params })
  if (needed) return slip('keepFirst', { label: needed.label })
  const { store, viewer } = visit
  if ((await store.workbench.recodes(id)).length >= bounds.recodes) return slip('tooMany')
  const kept = await store.workbench.keepRecode({
    collectionId: id,
    name,
    recode: JSON.stringify(recode),
    authorId: viewer!.id,
  })
  if (!kept) return slip('recodeNameTaken')
  const recodes = script.recodes.filter((each) => each !== recode)
  return gone(visit, stepped(standing, { ...standing.now, script: { ...script, recodes } }))
}

/** A recode of the collection goes back into the script alone; saved sets hold their own. */
async function recodeDropped(
  visit: Visit,
  standing: Standing,
  { id, name, kept }: { readonly id: string; readonly name: string; readonly kept: readonly Recode[] },
): Promise<Reply> {
  const recode = kept.find((each) => each.name === name)
  if (!recode) return gone(visit, standing)
  const resting = kept.find((each) => each.from === name)
  if (resting)
    return shown(visit, standing, {
      field: 'recodeName',
      code: 'dropFirst',
      params: { label: resting.label },
    })
  await visit.store.workbench.dropRecode(id, name)
  const { script } = standing.now
  const own = script.recodes.filter((each) => each.name !== name)
  return gone(visit, stepped(standing, { ...standing.now, script: { ...script, recodes: [recode, ...own] } }))
}

/** The standing that the address tells; plain names serve links from other pages. */
function standingOf({ query }: Visit): Standing {
  if (query['s']) return decoded(query['s'])
  const list = (name: string) =>
    (query[name] ?? '')
      .split(',')
      .filter((each) => each !== '')
      .slice(0, 12)
  const [rows, columns] = [list('rows'), list('columns')]
  if (rows.length === 0) return emptyStanding
  const { now } = emptyStanding
  const statistic = columns.length > 0 ? 'crosstab' : 'frequencies'
  return { ...emptyStanding, now: { ...now, table: { ...now.table, statistic, rows, columns } } }
}

async function gone(visit: Visit, standing: Standing): Promise<Reply> {
  const text = encoded(standing)
  if (text === null) return shown(visit, standing, { field: 'search', code: 'tooLong' })
  return redirect(`/collections/${visit.params['collection']!}/workbench?s=${text}`)
}

async function shown(visit: Visit, standing: Standing, slip: Slip | null): Promise<Reply> {
  const held = await frameSoon(visit, visit.params['collection']!)
  if (!held) throw new Problem('notFound')
  const sets = await savedSets(visit, held.collection.id)
  const kept = await keptRecodes(visit.store, held.collection.id)
  const context = await workbenchContext(visit, held, { standing, slip, sets, kept })
  return view('workbench/workbench', context, slip ? { status: 422 } : {})
}
