/** What is wrong with a form, at its sheet, row and column; one entry for each ComplaintCode. */

type P = Readonly<Record<string, string | number>>

export const complaint = {
  missingSheet: (p: P) => `文件里没有名为“${p['sheet']}”的工作表。请检查工作表名称。`,
  missingColumn: (p: P) => `缺少“${p['column']}”列。`,
  emptyForm: '表单里还没有任何题目。',
  missingName: '缺少变量名（name）。请填写一个不重复的名称。',
  badName: (p: P) =>
    `变量名“${p['name']}”不合规：须以文字或下划线开头，只能包含文字、数字、下划线、连字符和点。`,
  duplicateName: (p: P) => `变量名“${p['name']}”与第 ${p['row']} 行重复，请改用别的名称。`,
  missingType: (p: P) => `“${p['name']}”没有填写题型（type）。`,
  unknownType: (p: P) => `不认识题型“${p['type']}”，请检查拼写。`,
  unsupportedColumn: (p: P) => `“${p['column']}”列不起作用，其内容未被使用。`,
  missingLabel: (p: P) => `“${p['name']}”没有题目文字（label）。`,
  missingList: (p: P) => `题型“${p['type']}”后面缺少选项表的名称。`,
  unknownList: (p: P) => `choices 工作表里没有名为“${p['list']}”的选项表。`,
  emptyChoiceName: (p: P) => `选项表“${p['list']}”中有选项没有代码（name）。`,
  duplicateChoice: (p: P) => `选项表“${p['list']}”中选项代码“${p['name']}”重复。`,
  missingChoiceLabel: (p: P) => `选项表“${p['list']}”中选项“${p['name']}”没有文字（label），将显示其代码。`,
  unclosedGroup: (p: P) => `分组“${p['name']}”没有对应的 end_group。`,
  strayEnd: (p: P) => `“${p['type']}”没有对应的开始行。`,
  emptyGroup: (p: P) => `分组“${p['name']}”里没有题目。`,
  syntax: (p: P) =>
    `表达式写法有误，从第 ${p['at']} 个字符${p['found'] === '' ? '（末尾）' : `“${p['found']}”`}起无法识别：${p['expression']}`,
  unknownReference: (p: P) => `引用了不存在的名称“${p['name']}”。引用题目请写成 \${变量名}。`,
  unknownFunction: (p: P) => `不认识函数“${p['name']}”。`,
  argumentCount: (p: P) => `函数“${p['name']}”应有 ${p['expected']} 个参数，实际为 ${p['given']} 个。`,
  circular: (p: P) => `循环引用：${p['path']}。`,
  badPattern: (p: P) => `无法使用正则表达式“${p['pattern']}”。`,
  missingCalculation: (p: P) => `计算题“${p['name']}”没有填写计算式（calculation）。`,
  badParameter: (p: P) => `“${p['parameter']}”的取值“${p['value']}”不可用。`,
  badDefault: (p: P) => `“${p['name']}”的默认值“${p['value']}”不符合题型。`,
  unknownYesNo: (p: P) => `此处应填写 yes 或 no（是或否），现为“${p['value']}”。`,
  tooMany: (p: P) => `${tooMuch(p)}太多，最多 ${p['limit']} 行。`,
  tooLong: (p: P) => `${tooMuch(p)}太长，最多 ${p['limit']} 个字符。`,
  tooDeep: (p: P) => `嵌套太深，最多 ${p['limit']} 层。`,
  mixedMatrix: (p: P) => `矩阵“${p['name']}”中的题目不全是使用同一选项表的单选题，将逐题显示。`,
  reservedName: (p: P) => `变量名“${p['name']}”是保留名称，请改用别的名称。`,
  duplicateColumn: (p: P) => `“${p['column']}”列与“${p['other']}”列含义相同，请改名或删去其中一列。`,
  ambiguousReference: (p: P) => `有多道题名为“${p['name']}”，无法确定指哪一道，请给其中一道改名。`,
  unknownPath: (p: P) => `路径“${p['path']}”在本表单中找不到对应的题目，其值始终为空。`,
  missingFile: (p: P) => `表单还没有附上文件“${p['file']}”。附上之前，其中的选项和数值为空。`,
  badFileName: (p: P) => `无法读取“${p['file']}”：选项文件名须以 .csv、.xml 或 .geojson 结尾。`,
  auditByCollection: (p: P) =>
    `“${p['type']}”在答卷里保持空白：作答过程另外记录，要在投放开放之前在设置里打开。`,
  blankMetadata: (p: P) => `浏览器无法得知“${p['type']}”，其值为空。`,
  missingParameter: (p: P) => `缺少参数“${p['parameter']}”。`,
  badTrigger: (p: P) => `trigger 须写明由人作答的题目，如 \${a}, \${b}；“${p['name']}”不是这样的题目。`,
  calculationForbidden: (p: P) => `题型“${p['type']}”不能有计算式（calculation）。`,
  unsupportedSheet: (p: P) => `工作表“${p['sheet']}”予以保留，但不使用。`,
  unsupportedValue: (p: P) => `“${p['column']}”中的“${p['value']}”予以保留，但在此不起作用；表单仍可使用。`,
  badDeclaration: (p: P) => `实体（entities）的写法有误：${p['what']}。`,
  personalCalculation: (p: P) =>
    `计算题“${p['name']}”使用了个人信息“${p['personal']}”，但自身没有标为个人信息（personal）。`,
}

function tooMuch(p: P): string {
  const what: Readonly<Record<string, string>> = {
    rows: '题目',
    choices: '选项',
    text: '文字',
    name: '变量名',
    expression: '表达式',
  }
  return what[String(p['what'])] ?? String(p['what'])
}
