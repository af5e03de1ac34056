/** The name of a file that comes with the answer; shared by image, audio, video and file. */

import { oneText } from './raw.ts'
import { slip, type TypeOfQuestion } from './type.ts'

const longest = 255

export const attachment: TypeOfQuestion = {
  column: 'text',
  statistics: ['texts'],
  view: 'text',
  read(raw) {
    const text = oneText(raw)
    if (typeof text !== 'string') return text
    const name = text.trim()
    if (name === '') return null
    // A name never leads anywhere: no folders, no signs that a file system or a header trips over.
    // oxlint-disable-next-line no-control-regex -- those signs are what is refused
    const unfit = /[\\/:*?"<>|\x00-\x1f\x7f\ud800-\udfff]|^\.+$/u.test(name)
    return unfit || name.length > longest ? slip('notFile') : name
  },
}
