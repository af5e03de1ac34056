/** The script of respondents' pages: the form is complete without it and quicker with it. */

import { answer, readIsland, showReceipt } from './answering/kit.ts'

document.documentElement.classList.add('scripted')
const island = readIsland()
if (island) answer(island)
else showReceipt()
