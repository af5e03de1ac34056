/** The worker thread of sheets.ts: one workbook in, its sheets or a complaint out. */

import { parentPort, workerData } from 'node:worker_threads'
import { parseWorkbook } from './workbook.ts'

parentPort?.postMessage(parseWorkbook(Buffer.from(workerData as Uint8Array)))
