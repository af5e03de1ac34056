/** Words of the respondents' pages for single types of question: files, places, drawings, repeats. */
type P = Readonly<Record<string, string | number>>
export const answeringTypes = {
  // files
  file_wrongKind: '这里不能使用这个文件，请换一种格式，例如 JPEG 图片。',
  file_damaged: '文件没有完整传到，请重新选择。',
  file_tooMany: '这份答卷的文件已经够多了，请先删除一个。',
  file_tooLarge: (p: P) => `文件太大，最多 ${p['limit']}。`,
  filesMissing: '有些文件还没有传到服务器，正在重新发送。',
  fileGone: '这个文件已不在服务器上，请重新选择。',
}
