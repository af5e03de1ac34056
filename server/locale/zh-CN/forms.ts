/** Words of the pages where forms are made, edited, previewed and published. */
import { draftGuesses, readBack } from './draft-words.ts'
import { formFiles } from './form-files.ts'

type P = Readonly<Record<string, string | number>>
export const forms = {
  ...formFiles,
  readBack,
  newTitle: '新建表单',
  untitled: '未命名表单',
  kindLabel: '表单类型',
  kind: {
    questionnaire: '问卷',
    interview: '座谈访谈记录',
    visit: '走访记录',
    expert: '专家函询',
    'case-study': '典型案例解剖',
    experience: '体验记录',
    request: '点单需求',
    record: '工作记录',
  },
  created: '表单已建立，可以继续修改。',
  ways: {
    paste: '粘贴问卷文字',
    pasteHint: '把 Word 里的问卷初稿粘贴进来，自动识别题目、选项和跳转。',
    pasteGo: '粘贴文字',
    upload: '上传 XLSForm',
    uploadHint: '适合已有 .xlsx 或 .xls 格式的 XLSForm 表单。',
    file: '选择文件（.xlsx、.xls，最多 10 MB）',
    uploadGo: '上传',
    template: '从模板开始',
    templateHint: '问卷、座谈访谈、走访、专家函询、案例、体验和工作记录，各有使用和分析说明。',
    templateGo: '选择模板',
    blank: '空白表单',
    blankHint: '在设计器里逐题添加，旁边就是手机上的样子。',
    blankGo: '建立空白表单',
  },
  ignoredSheets: (p: P) => `表单已建立。以下工作表不是 XLSForm 的内容，没有读入：${p['sheets']}。`,
  pasteTitle: '粘贴问卷文字',
  pasteLead:
    '左边粘贴或修改文字，右边逐题显示系统怎样理解，以及受访者将看到的样子。可以从 Word 直接复制粘贴（编号、表格、方框都认得），也可以读入 Word 文件。',
  wordTitle: '读入 Word 文稿',
  wordHint: '.docx，最多 10 MB。自动编号、表格、方框和下划线空格都会读成文字；图片、页眉页脚和批注不会带入。',
  wordFile: '选择 Word 文件',
  wordGo: '读入文字',
  wordRead: (p: P) => `已读入“${p['name']}”。请逐题核对右边的结果，有出入就改左边的文字。`,
  wordPictures: (p: P) => `文稿里有 ${p['count']} 张图片没有带入；建好表单后，可以在“附加文件”里添加。`,
  pasteLabel: '问卷文字',
  pasteExample: `社区医疗服务满意度问卷
本问卷匿名填写，约需三分钟。

1. 您的性别（单选）
A. 男
B. 女
2. 您的年龄：____岁（数字）
3. 您去年去过社区医院吗？（选B跳至第5题）
A. 去过  B. 没去过
4. 去的原因有哪些？（多选，最多选3项）
A. 离家近
B. 价格低
C. 其他____
5. 请评价以下方面（矩阵单选）
（1）环境
（2）态度
非常不满意 | 不太满意 | 一般 | 比较满意 | 非常满意
6. 总体打分（打分 0-10）
7. 您的意见和建议：`,
  help: '书写方法',
  helpRows: [
    ['（单选）（多选，最多选3项）（排序）', '题型写在题目的括号里，［］【】也可以；有选项而不写题型的按单选'],
    ['A. B. C. · ①② · □', '选项一行一个，或写在同一行用空格隔开'],
    ['其他____', '选中后出现填写框'],
    ['以上都没有（互斥）', '选中后不能再选别的'],
    ['（数字）（日期）（时间）____', '填空题'],
    ['（打分 0-10）（1-5分）', '打分题'],
    ['（矩阵单选）', '下面每行一个项目，另有一行列出“非常不满意 | 不太满意 | …”'],
    ['* 或（必填）', '必答'],
    ['（选B跳至第5题）（第3题选A者回答）', '跳转和条件'],
    ['（合计100分）', '下面写“口味____分 价格____分”，各项相加必须等于它'],
    ['（个人信息）（非个人信息）', '姓名、电话等，与答卷分开保存'],
    ['一、基本情况', '分部分'],
  ],
  previewButton: '预览',
  createButton: '建立表单',
  understood: (p: P) => `已识别 ${p['count']} 道题`,
  outcomeTitle: '预览',
  outcomeEmpty: '粘贴文字后，这里显示预览。',
  outcomeBroken: '改正上面的问题后，这里显示预览。',
  previewFailed: '暂时无法预览，请稍后再试。文字仍在左边。',
  problemCount: (p: P) => `${p['count']} 处需要留意`,
  line: (p: P) => `第 ${p['line']} 行`,
  place: (p: P) =>
    p['row'] === ''
      ? `${p['sheet']} 表`
      : `${p['sheet']} 表第 ${p['row']} 行${p['column'] === '' ? '' : p['letter'] === '' ? `（${p['column']}）` : ` ${p['letter']} 列（${p['column']}）`}`,
  level: { error: '错误', warning: '提醒', info: '说明' },
  missing: { dont_know: '不清楚', refused: '拒答', not_applicable: '不适用' },
  draft: {
    ...draftGuesses,
    emptyText: '还没有文字。请粘贴问卷初稿。',
    tooManyLines: (p: P) => `文字太长，最多 ${p['limit']} 行。请分成几份表单。`,
    lineTooLong: (p: P) => `这一行太长，最多 ${p['limit']} 个字。请检查是否缺少换行。`,
    notUnderstood:
      '没有识别这一行，已作为说明文字放在原处。如果是题目，请加题号；如果是选项，请加 A. B. 等字母。',
    choiceWithoutOptions: '这道选择题没有选项。请在下面写 A. B. 等选项。',
    oneOption: '这道题只有一个选项，请检查其余选项前是否有字母或序号。',
    letterGap: (p: P) => `选项字母不连续，缺 ${p['letter']}。`,
    sameOption: (p: P) => `选项“${p['label']}”出现了两次。`,
    matrixWithoutRows: '矩阵题没有项目行。请在下面每行写一个项目，如（1）环境。',
    matrixWithoutColumns: '矩阵题没有列。请写一行“非常不满意 | 不太满意 | …”。',
    matrixGuessed: '这一行有竖线，按矩阵题理解。',
    optionsGuessed: (p: P) => `这一行按 ${p['count']} 个选项理解。`,
    severalBlanks: (p: P) =>
      `这一行有 ${p['count']} 处空，只建立了一个填写框。需要分别填写的，请拆成几道题。`,
    rangeAssumed: (p: P) => `没有写分数范围，按 ${p['start']}–${p['end']} 分处理。`,
    rankAll: '排序题要求把全部选项排序，不支持只选几项。',
    tooFewOptions: (p: P) => `选项不到 ${p['limit']} 个，没有加选择数量的限制。`,
    repeatedNumber: (p: P) => `题号 ${p['number']} 重复。`,
    missingUnderstood: (p: P) => `选项“${p['label']}”按“${p['kind']}”处理，统计时单列，不计入有效回答。`,
    skipUnderstood: (p: P) =>
      p['first'] === p['last']
        ? `第 ${p['number']} 题选“${p['option']}”的，不答第 ${p['first']} 题。`
        : `第 ${p['number']} 题选“${p['option']}”的，不答第 ${p['first']}–${p['last']} 题。`,
    skipToEndUnderstood: (p: P) =>
      `第 ${p['number']} 题选“${p['option']}”的，从第 ${p['first']} 题起都不答。`,
    conditionUnderstood: (p: P) => `只有第 ${p['number']} 题选“${p['option']}”的才答这道题。`,
    skipNothing: (p: P) => `第 ${p['number']} 题跳至第 ${p['target']} 题，中间没有题目，不需要跳转。`,
    skipUnknownTarget: (p: P) => `找不到第 ${p['target']} 题，跳转没有生效。`,
    skipUnknownOption: (p: P) => `找不到选项“${p['option']}”，跳转没有生效。`,
  },
  edit: '编辑表单',
  preview: '预览',
  publish: '发布',
  download: '下载 XLSForm',
  check: '检查（不保存）',
  save: '保存',
  unsaved: '修改还没有保存。',
  leave: '修改还没有保存，确定离开吗？',
  conflict: '您编辑期间，其他人保存了这份表单。您填写的内容仍在下面，还没有保存。',
  conflictOther: '在新窗口查看对方保存的版本',
  conflictMine: '用我的内容覆盖',
  ready: '没有发现问题，可以发布。',
  problemsTitle: (p: P) => `${p['count']} 处错误，改正后才能发布`,
  warningsTitle: (p: P) => `${p['count']} 处提醒`,
  more: '显示更多列',
  sheet: { survey: '题目（survey）', choices: '选项（choices）', settings: '设置（settings）' },
  sheetErrors: (p: P) => `${p['count']} 处错误`,
  rowNumber: '行',
  cell: (p: P) => `第 ${p['row']} 行，${p['column']}`,
  addRow: '在下面加一行',
  removeRow: '删除这一行',
  moveUp: '上移',
  moveDown: '下移',
  rowActions: '行操作',
  columnName: '新列名',
  addColumn: '加一列',
  column: {
    type: '类型',
    name: '名称',
    label: '题目文字',
    required: '必答',
    relevant: '显示条件',
    hint: '提示',
    constraint: '取值要求',
    constraint_message: '不符合时的提示',
    required_message: '未答时的提示',
    calculation: '计算',
    choice_filter: '选项筛选',
    appearance: '外观',
    parameters: '参数',
    default: '默认值',
    read_only: '只读',
    guidance_hint: '访员提示',
    personal: '个人信息',
    list_name: '选项组',
    missing: '缺失类型',
    form_title: '标题',
    form_id: '编号',
    version: '版本',
    default_language: '默认语言',
    style: '样式',
  },
  choiceLabel: '选项文字',
  versions: '已发布的版本',
  noVersions: '还没有发布过。发布后才能投放。',
  versionNumber: (p: P) => `第 ${p['number']} 版`,
  draftState: '草稿',
  previewLead: '这是受访者将看到的样子。按条件出现的题目都已列出。',
  previewBroken: '表单有错误，暂时不能预览。',
  backToEdit: '返回编辑',
  conditional: '按条件出现',
  repeated: '可重复填写',
  language: '语言',
  publishLenient: '我已查看以上问题：无法识别的表达式不起作用，表单照常使用',
  publishLead: '发布后，这一版的内容不再改变；以后的修改会成为新的一版，已收到的答卷仍对应原来的版本。',
  publishAs: (p: P) => `发布第 ${p['number']} 版`,
  publishFacts: (p: P) => `共 ${p['questions']} 道题。`,
  unchanged: (p: P) => `内容与第 ${p['number']} 版相同，不需要再发布。`,
  published: (p: P) => `第 ${p['number']} 版已发布。`,
  collect: '去投放',
}
