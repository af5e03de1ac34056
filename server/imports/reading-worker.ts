/** The worker thread of readers.ts: one file in, what was read of it or a complaint out. */

import { parentPort, workerData } from 'node:worker_threads'
import type { Order } from './readers.ts'
import { parseWord } from './word/word.ts'
import { parseWorkbook } from './workbook.ts'

const { reader, bytes } = workerData as Order
const parse = { workbook: parseWorkbook, word: parseWord }[reader]
parentPort?.postMessage(parse(Buffer.from(bytes)))
