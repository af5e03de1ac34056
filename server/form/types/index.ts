/** The question types: one file and one line each. */

import type { MetadataType, QuestionType } from '../form.ts'
import type { TypeOfQuestion } from './type.ts'
import { acknowledge } from './acknowledge.ts'
import { audio } from './audio.ts'
import { audit } from './audit.ts'
import { backgroundAudio } from './background-audio.ts'
import { backgroundGeopoint } from './background-geopoint.ts'
import { barcode } from './barcode.ts'
import { calculate } from './calculate.ts'
import { date } from './date.ts'
import { datetime } from './datetime.ts'
import { decimal } from './decimal.ts'
import { deviceid } from './deviceid.ts'
import { email } from './email.ts'
import { end } from './end.ts'
import { file } from './file.ts'
import { geopoint } from './geopoint.ts'
import { geoshape } from './geoshape.ts'
import { geotrace } from './geotrace.ts'
import { image } from './image.ts'
import { integer } from './integer.ts'
import { note } from './note.ts'
import { phonenumber } from './phonenumber.ts'
import { range } from './range.ts'
import { rank } from './rank.ts'
import { selectMultiple } from './select-multiple.ts'
import { selectOne } from './select-one.ts'
import { simserial } from './simserial.ts'
import { start } from './start.ts'
import { startGeopoint } from './start-geopoint.ts'
import { subscriberid } from './subscriberid.ts'
import { text } from './text.ts'
import { time } from './time.ts'
import { today } from './today.ts'
import { username } from './username.ts'
import { video } from './video.ts'

export { isSlip, type Asked, type ColumnKind, type Reading, type Slip, type TypeOfQuestion } from './type.ts'
export { scaleOf } from './range.ts'

export const questionTypes = {
  text,
  integer,
  decimal,
  range,
  select_one: selectOne,
  select_multiple: selectMultiple,
  rank,
  date,
  time,
  datetime,
  geopoint,
  geotrace,
  geoshape,
  image,
  audio,
  video,
  file,
  barcode,
  acknowledge,
  note,
  calculate,
  start,
  end,
  today,
  deviceid,
  username,
  email,
  phonenumber,
  simserial,
  subscriberid,
  audit,
  'start-geopoint': startGeopoint,
  'background-audio': backgroundAudio,
  'background-geopoint': backgroundGeopoint,
} as const satisfies Record<QuestionType, TypeOfQuestion>

const metadataTypes: ReadonlySet<string> = new Set<MetadataType>([
  'start',
  'end',
  'today',
  'deviceid',
  'username',
  'email',
  'phonenumber',
  'simserial',
  'subscriberid',
  'audit',
  'start-geopoint',
  'background-audio',
  'background-geopoint',
])
const mediaTypes: ReadonlySet<string> = new Set<QuestionType>(['image', 'audio', 'video', 'file'])

/** Whether the device or the server fills it in, so that nobody is asked. */
export function isMetadata(type: QuestionType): type is MetadataType {
  return metadataTypes.has(type)
}

/** Whether its answer is the name of a file that comes with the answers. */
export function isMedia(type: QuestionType): boolean {
  return mediaTypes.has(type)
}
