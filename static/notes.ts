/** What helps to take notes on a phone; only on pages of those who do. */

import { offerPhrases } from './answering/phrases.ts'

offerPhrases()
