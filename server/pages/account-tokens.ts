/** A person's tokens for programs: what each allows, until when, when it was last used; making one and taking it back. */

import { passwordMatches } from '../access/password.ts'
import { longestTokenDays, mostTokens, newToken, scopes, type Scope } from '../access/tokens.ts'
import { allowed } from '../access/rights.ts'
import { Problem } from '../problem.ts'
import type { ApiToken } from '../store/store.ts'
import { line, secret, several, type FieldError, type Option } from './fields.ts'
import { redirect, view, type Page, type Reply, type Visit } from './page.ts'

interface ShownToken extends ApiToken {
  readonly topic: string | null
  readonly expired: boolean
}

/** Context of views/tokens.ejs. */
interface Context {
  readonly title: string
  readonly breadcrumb: readonly { readonly label: string; readonly href?: string }[]
  readonly errors: readonly FieldError[]
  readonly tokens: readonly ShownToken[]
  readonly topics: readonly Option[]
  readonly days: readonly Option[]
  readonly typed: Typed
  /** Shown once, on the page that made it. */
  readonly made: string | null
  readonly origin: string
  /** Whether a token over plain http can be read on its way. */
  readonly plain: boolean
}

interface Typed {
  readonly label: string
  readonly scopes: readonly Scope[]
  readonly topic: string
  readonly days: string
}

const daysOffered = [7, 30, 90, longestTokenDays]
const nothingTyped: Typed = { label: '', scopes: ['read'], topic: '', days: '30' }

export const accountTokens: Page = {
  path: '/account/tokens',
  right: 'signedIn',
  get: (visit) => show(visit, { typed: nothingTyped, errors: [], made: null }),
  async post(visit) {
    const { store, viewer, t } = visit
    if (!viewer) throw new Problem('signInNeeded')
    const revoked = line(visit, 'revoke', 40)
    if (revoked !== '') {
      if (!(await store.tokens.revoke(viewer.id, revoked, viewer.id))) throw new Problem('notFound')
      return redirect('/account/tokens', t.tokens.revokedNotice)
    }
    const typed: Typed = {
      label: line(visit, 'label', 60),
      scopes: scopes.filter((scope) => several(visit, 'scopes').includes(scope)),
      topic: line(visit, 'topic', 40),
      days: line(visit, 'days', 5),
    }
    const errors = await errorsOf(visit, typed)
    if (errors.length > 0) return show(visit, { typed, errors, made: null })
    return show(visit, { typed: nothingTyped, errors: [], made: await make(visit, typed) })
  },
}

async function make({ store, viewer, now }: Visit, typed: Typed): Promise<string> {
  const { token, hash } = newToken()
  const at = now()
  await store.tokens.add(
    {
      personId: viewer!.id,
      label: typed.label,
      // Whoever may read answers may read what they are answers to.
      scopes: typed.scopes.includes('read') ? typed.scopes : ['read', ...typed.scopes],
      topicId: typed.topic === '' ? null : typed.topic,
      createdAt: at.toISOString(),
      expiresAt: new Date(at.getTime() + Number(typed.days) * 86_400_000).toISOString(),
    },
    hash,
  )
  return token
}

async function errorsOf(visit: Visit, typed: Typed): Promise<readonly FieldError[]> {
  const { store, viewer, t, now } = visit
  const w = t.tokens.wrong
  const errors: FieldError[] = []
  if (typed.label === '') errors.push({ field: 'label', words: w.label })
  if (!daysOffered.map(String).includes(typed.days)) errors.push({ field: 'days', words: w.days })
  if (typed.topic !== '' && !(await topicOptions(visit)).some(({ value }) => value === typed.topic))
    errors.push({ field: 'topic', words: w.topic })
  const good = (await store.tokens.list(viewer!.id)).filter((token) => isGood(token, now()))
  if (good.length >= mostTokens) errors.push({ field: 'label', words: w.tooMany({ limit: mostTokens }) })
  const kept = await store.people.credentials(viewer!.login)
  if (!(await passwordMatches(kept?.passwordHash ?? null, secret(visit, 'password'))))
    errors.push({ field: 'password', words: t.access.currentWrong })
  return errors
}

function isGood({ revokedAt, expiresAt }: ApiToken, now: Date): boolean {
  return revokedAt === null && expiresAt > now.toISOString()
}

async function topicOptions({ store, viewer }: Visit): Promise<readonly Option[]> {
  const everywhere = allowed('overview', viewer, [])
  const { items } = await store.topics.list({
    limit: 200,
    ...(everywhere || !viewer ? {} : { seenBy: viewer.id }),
  })
  return items.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` }))
}

async function show(
  visit: Visit,
  { typed, errors, made }: Pick<Context, 'typed' | 'errors' | 'made'>,
): Promise<Reply> {
  const { store, viewer, t, now, origin, secure } = visit
  const topics = await topicOptions(visit)
  const titles = new Map(topics.map(({ value, label }) => [value, label]))
  const tokens = await store.tokens.list(viewer?.id ?? '')
  const context: Context = {
    title: t.tokens.title,
    breadcrumb: [{ label: t.access.accountTitle, href: '/account' }, { label: t.tokens.title }],
    errors,
    tokens: tokens.map((token) => ({
      ...token,
      topic: token.topicId === null ? null : (titles.get(token.topicId) ?? token.topicId),
      expired: token.revokedAt === null && !isGood(token, now()),
    })),
    topics: [{ value: '', label: t.tokens.allTopics }, ...topics],
    days: daysOffered.map((days) => ({ value: String(days), label: t.tokens.forDays({ days }) })),
    typed,
    made,
    origin,
    plain: !secure && !/^http:\/\/(localhost|127\.|\[::1\])/.test(origin),
  }
  return view('tokens', context, { status: errors.length > 0 ? 422 : 200 })
}
