/** Functions that few forms use, loaded only for those. */

import '../../server/form/rare-functions.ts'
