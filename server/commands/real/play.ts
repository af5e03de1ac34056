/** Plays a real survey through the running product and collects what agrees and what does not. */

import { attackAsLeader } from './attack.ts'
import { Checks, type Check } from './checks.ts'
import { compareExport, compareFigures } from './compare.ts'
import { sendAnswer, takeToTheField } from './journey.ts'
import { readMaterial } from './material.ts'
import { startOwnServer } from '../own-server.ts'

/** `folder` holds questionnaire.xlsx, answers.csv and expected.json; the server is started and ended here. */
export async function playReal(folder: string): Promise<readonly Check[]> {
  const material = readMaterial(folder)
  const checks = new Checks()
  const env = { ANSWERS_PER_MINUTE: '100000000', TRUST_PROXY: 'off' }
  const server = await startOwnServer({ env })
  try {
    const fielded = await takeToTheField(server, material)
    for (const [index, row] of material.answers.entries()) {
      const { status, text } = await sendAnswer(fielded, row)
      const receipt = status === 201 ? (JSON.parse(text) as { receipt?: string }).receipt : text
      checks.holds(`answer ${index + 1} gets a receipt`, status === 201 && Boolean(receipt), receipt)
    }
    checks.same('answers sent', material.answers.length, material.expected.n)
    await compareFigures(checks, fielded, material)
    await compareExport(checks, fielded, material)
    await attackAsLeader(checks, fielded, material)
  } finally {
    await server.stop()
    server.remove()
  }
  return checks.all
}
