/** The script of respondents' pages: the form is complete without it and quicker with it. */

import { answer } from './answering/answer.ts'
import { readIsland } from './answering/island.ts'

document.documentElement.classList.add('scripted')
const island = readIsland()
if (island) answer(island)
else void import('./answering/receipt.ts').then(({ showReceipt }) => showReceipt())
