/** The language of a respondent's page: of the questionnaire, and of the words around it. */

import type { Form } from '../../form/form.ts'
import { catalogues, type Catalogue, type Locale } from '../../locale/index.ts'

export interface Speaking {
  /** As the form names it, '' if it names none. */
  readonly language: string
  readonly locale: Locale
  /** What the page carries, and the submission's locale. */
  readonly key: string
  /** The html lang attribute. */
  readonly lang: string
  readonly w: Catalogue['answering']
  readonly languages: readonly { readonly key: string; readonly name: string; readonly current: boolean }[]
}

const names: Readonly<Record<Locale, string>> = { 'zh-CN': '简体中文', en: 'English' }

/** A questionnaire in several languages offers those; one in a single language offers the interface's. */
export function speakingOf(form: Form | null, asked: string, visitorLocale: Locale): Speaking {
  const several = form !== null && form.languages.length > 1
  const language = languageOf(form, asked, visitorLocale)
  const locale = several ? localeOf(language, visitorLocale) : (localeNamed(asked) ?? visitorLocale)
  const key = several ? language : locale
  const options = several
    ? form.languages.map((name) => ({ key: name, name: shortName(name) }))
    : (['zh-CN', 'en'] as const).map((one) => ({ key: one, name: names[one] }))
  return {
    language,
    locale,
    key,
    lang: several ? (/\(([\w-]+)\)/.exec(language)?.[1] ?? locale) : locale,
    w: catalogues[locale].answering,
    languages: options.map((option) => ({ ...option, current: option.key === key })),
  }
}

function languageOf(form: Form | null, asked: string, visitorLocale: Locale): string {
  if (!form) return ''
  if (form.languages.includes(asked)) return asked
  const own = form.languages.find((name) => localeOf(name, null) === visitorLocale)
  return own ?? form.defaultLanguage
}

function localeNamed(key: string): Locale | null {
  return key === 'zh-CN' || key === 'en' ? key : null
}

function localeOf<Otherwise extends Locale | null>(
  language: string,
  otherwise: Otherwise,
): Locale | Otherwise {
  if (/\((en)[\w-]*\)|english|英/i.test(language)) return 'en'
  if (/\((zh)[\w-]*\)|chinese|中文|汉语|普通话/i.test(language)) return 'zh-CN'
  return otherwise
}

/** '中文 (zh)' is shown as 中文. */
function shortName(language: string): string {
  return language.replace(/\s*\([\w-]+\)\s*$/, '') || language || names['zh-CN']
}
