/** Why an uploaded file cannot be read; each says what to do next. */
type P = Readonly<Record<string, string | number>>
const of = (p: P) => (p['sheet'] ? `工作表“${p['sheet']}”` : '表格')
export const imports = {
  emptyFile: '没有选择文件，或文件是空的。请选择一个文件后再上传。',
  fileTooLarge: (p: P) => `文件太大，最多 ${p['limit']} MB。`,
  notSpreadsheet:
    '这不是 Excel 文件（.xlsx 或 .xls）。如果是网页或其他格式改了扩展名，请在 Excel 或 WPS 中打开后另存为 .xlsx。',
  notTable: '这不是 CSV 或 Excel 文件。请在 Excel 或 WPS 中另存为 .xlsx 或 .csv 后再上传。',
  encrypted: '文件设了打开密码。请取消密码后再上传。',
  brokenFile: '文件已损坏或不完整，无法打开。请在 Word、Excel 或 WPS 中重新保存后再上传。',
  unpacksTooLarge: (p: P) => `文件解压后太大，最多 ${p['limit']} MB。请删去多余的内容和图片。`,
  tooManySheets: (p: P) => `工作表太多，最多 ${p['limit']} 张。`,
  tooManyRows: (p: P) => `${of(p)}行数太多，最多 ${p['limit']} 行。`,
  tooManyColumns: (p: P) => `${of(p)}列数太多，最多 ${p['limit']} 列。`,
  cellTooLong: (p: P) => `${of(p)}第 ${p['row']} 行 ${p['column']} 列的内容太长，最多 ${p['limit']} 个字。`,
  tookTooLong: (p: P) => `文件太复杂，${p['seconds']} 秒内没有读完。请删去多余的内容后再上传。`,
  badEncoding: (p: P) => `第 ${p['row']} 行有无法识别的文字。请用 UTF-8 或 GB18030（GBK）编码保存。`,
  badQuotes: (p: P) => `第 ${p['row']} 行的双引号不成对。请检查这一行，或另存为 .xlsx 后上传。`,
  noRows: '表格里没有内容。',
  blankHeader: (p: P) => `${p['column']} 列没有列名。请在首行补上列名，或删去这一列。`,
  duplicateHeader: (p: P) => `列名“${p['name']}”出现了两次（${p['column']} 列）。每列的名称不能相同。`,
  extraCells: (p: P) =>
    `第 ${p['row']} 行到 ${p['column']} 列仍有内容，超出了表头。请检查这一行是否多了分隔符。`,
  documentType: 'XML 文件含有文档类型或实体声明，请去掉后再上传。',
  notGeoJson: '文件不是 GeoJSON 的 FeatureCollection。',
  savPacked:
    '这个 .sav 文件是压缩的 .zsav 或旧机型的格式，本系统不读。请在 SPSS 中另存为普通的 .sav，或另存为 .xlsx、.csv。',
  notWord: '这不是 Word 文件（.docx）。请在 Word 或 WPS 中打开后另存为 .docx，或直接粘贴文字。',
  oldWord:
    '这是旧格式的 Word 文件（.doc 或 .wps），或设了打开密码。请在 Word 或 WPS 中另存为不带密码的 .docx 后再上传。',
  emptyDraft: '文件里没有文字。如果是扫描件或图片，请先转成文字。',
  draftTooLong: (p: P) => `文稿太长，最多 ${p['limit']} 行。请只保留问卷部分。`,
}
