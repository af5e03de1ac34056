/** The worker thread of apart.ts: one order in, how far it has come and the frame out. */

import { parentPort, workerData } from 'node:worker_threads'
import { readFrame, type FrameOrder } from './frame-reading.ts'
import { standBack } from './gentle.ts'

standBack()

const reply = await readFrame(workerData as FrameOrder, (rows) => parentPort?.postMessage({ rows }))
parentPort?.postMessage({ reply })
