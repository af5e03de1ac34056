/** Summaries work without this; it draws their charts and keeps them up to date. */

import { chartsAfterPrint, chartsForPrint, prepareCharts, savePicture } from './summary/charts.ts'
import { followFigures } from './summary/live.ts'

followFigures()
prepareCharts(document)
window.addEventListener('beforeprint', chartsForPrint)
window.addEventListener('afterprint', chartsAfterPrint)
document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('[data-png]')
  if (button) savePicture(button)
})
