/** Summaries work without this; it draws their charts and keeps them up to date. */

import { chartsAfterPrint, chartsForPrint, prepareCharts } from './summary/charts.ts'
import { followFigures } from './summary/live.ts'
import { copyPicture, saveData, savePicture } from './summary/taking.ts'

followFigures()
prepareCharts(document)
window.addEventListener('beforeprint', chartsForPrint)
window.addEventListener('afterprint', chartsAfterPrint)
document.addEventListener('click', (event) => {
  const button = (event.target as Element).closest<HTMLElement>('.chart-actions button')
  if (!button) return
  if ('png' in button.dataset) savePicture(button)
  if ('copyPicture' in button.dataset) void copyPicture(button)
  if ('csv' in button.dataset) saveData(button)
})
