/** What advice needs, as one piece of script that is fetched after the page stands. */

export { adviseOn } from '../../server/form/advice/advice.ts'
export { minutesOf } from '../../server/form/advice/length.ts'
export { surveyOf } from '../../server/form/advice/survey.ts'
