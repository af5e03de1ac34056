/** Words of the files for statistical programs. */
export const exportFiles = {
  title: '统计软件文件',
  lead: '变量标签、选项标签和缺失值声明都写在文件里，打开即可使用，不必再整理。',
  format: '文件格式',
  formats: {
    xlsx: {
      name: 'Excel 工作簿（.xlsx）',
      hint: '数据一张表，变量说明一张表；日期、数字为真正的日期和数字。',
    },
    sav: { name: 'SPSS（.sav）', hint: '变量标签、值标签、用户缺失值、测量级别、多选题的多重响应集。' },
    dta: { name: 'Stata（.dta，14 版及以上）', hint: '值标签；不清楚、拒答等写为 .a、.b。' },
    r: { name: 'R（.zip）', hint: '数据和读取脚本：读入、加标签、建立抽样设计（survey 包）。' },
    jsonl: { name: 'JSON Lines（.jsonl）', hint: '每份答卷一行 JSON，供程序使用。' },
    ddi: {
      name: 'DDI-Codebook 2.5（.xml）',
      hint: '数据档案用的编码簿：题目、选项、缺失值和频数，不含逐份答案。',
    },
  },
  cellsHint: '只影响 Excel 工作簿。',
  design: 'R 脚本的抽样设计',
  designHint: '只影响 R 脚本，都可不选。',
  weights: '权数列',
  strata: '分层列',
  clusters: '整群（初级抽样单元）列',
  fpc: '总体数或抽样比列（有限总体校正）',
  noColumn: '不用',
  all: '所有表一起打包',
  allHint:
    '答卷和每个可重复填写的部分各成一个文件（Excel 为一个工作簿的多张表），用 KEY 和 PARENT_KEY 两列连接。',
  attachmentsHint: '只对一起打包有效：照片、录音等放在 attachments/答卷编号/ 下。',
  twoReadings: '文件边读边写，可以很大；变量名中各软件不允许的符号改为下划线。',
  universe: '本次投放的填答人',
  codebook: {
    headings: ['变量名', '题目', '类型', '取值', '有值的份数'],
    kinds: { number: '数字', text: '文本', date: '日期' },
    missing: { not_applicable: '不适用', dont_know: '不清楚', refused: '拒答' },
  },
} as const
