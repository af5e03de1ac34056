/** The cutter of Chinese text that the analysis room is handed: jieba with a dictionary of our own on top. */

import type { Segmenter } from '../../analysis/text/words.ts'
import { dictionaryWords } from './dictionary.ts'

/** Higher than any word inside these has, so that they stay whole. */
const certain = 1_000_000

let shared: Promise<Segmenter> | null = null

/** The cutter with the standing dictionary. Loaded at first use: it takes 0.2 seconds and some 60 MB. */
export function segmenter(): Promise<Segmenter> {
  shared ??= makeSegmenter()
  return shared
}

/** A cutter that keeps further words whole, such as the names of a study's places; words with white space are left out. */
export async function makeSegmenter(more: readonly string[] = []): Promise<Segmenter> {
  const [{ Jieba }, { dict }] = await Promise.all([
    import('@node-rs/jieba'),
    import('@node-rs/jieba/dict.js'),
  ])
  const jieba = Jieba.withDict(dict)
  const words = [...new Set([...dictionaryWords, ...more.map((word) => word.trim())])]
  const lines = words.filter((word) => word !== '' && !/\s/u.test(word)).map((word) => `${word} ${certain}\n`)
  jieba.loadDict(Buffer.from(lines.join('')))
  return (text) => jieba.cut(text, true)
}
