/** Functions that few forms use, loaded only for those. */

import './kit.ts'
import '../../server/form/rare-functions.ts'
