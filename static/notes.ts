/** What helps to take notes; only on pages of those who do. */

import { askingServer, offerBurden } from './answering/burden.ts'
import { offerOutline } from './answering/outline.ts'
import { offerPhrases } from './answering/phrases.ts'

offerOutline()
offerPhrases()
const address = document.getElementById('phrases')?.getAttribute('data-burden')
if (address) offerBurden(askingServer(address))
