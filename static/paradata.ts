/** Notes how answers come about; only on pages of collections that say so. */

import { noteEffort } from './answering/paradata.ts'

noteEffort()
