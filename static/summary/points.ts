/** Lines and points, for trends and quadrants; Chart.js then knows them. */

import { Chart, Filler, LineController, LineElement, PointElement, ScatterController } from 'chart.js'

Chart.register(LineController, LineElement, PointElement, ScatterController, Filler)
