/** Words about what is kept of how answers came about: for organisers, respondents and investigators. */
type P = Readonly<Record<string, string | number>>

/** On respondents' pages and on forms that investigators fill in. */
export const paradataTold = {
  alsoKept: '还会记录什么',
  keptTimes: '您开始和结束填写的时间，以您的设备时钟为准。',
  keptQuestions:
    '您开始和结束填写的时间（以您的设备时钟为准）、每题用了多久、停顿多久，以及改答案、往回翻页的次数。中途打了又删的内容不记录。',
  keptTimesCoarse: '填写一共用了多久，取整到 5 秒。不记录是几点填的。',
  keptQuestionsCoarse:
    '填写一共用了多久、每题用了多久，都取整到 5 秒；停顿取整到分钟；答案是否改过。不记录是几点填的，也不记录打了又删的内容。',
  keptWhy: '这些只用来检查数据质量、改进问卷，只有本课题的负责人和分析员能看到，并与您的答卷一同销毁。',
  fillTimes: '本次投放会记录每份的开始和结束时间，并与您的姓名对应。',
  fillQuestions:
    '本次投放会记录每份的开始和结束时间、每题用时、停顿和修改次数，并与您的姓名对应，用于数据质量检查。',
  fillTimesCoarse: '本次投放会记录每份用了多久（取整到 5 秒），不与您的姓名对应。',
  fillQuestionsCoarse:
    '本次投放会记录每份和每题用了多久（取整到 5 秒）、停顿和修改次数，不与您的姓名对应，用于数据质量检查。',
}

export const paradata = {
  title: '作答过程数据',
  hint: '用于“作答过快”等质量检查。首页会告诉受访者，表单上会告诉调研员。首次开放时冻结：开放以后不能再打开。',
  levels: {
    off: '不记录',
    times: '开始和结束',
    questions: '每题用时、停顿和修改',
  },
  levelHints: {
    off: '设备即使送来，也一律丢弃。',
    times:
      '开始和结束填写的时间，以设备时钟为准；不用 JavaScript 也能记录。匿名投放只记一共用了多久，取整到 5 秒。',
    questions:
      '另记每题用时（页面不在眼前、三分钟没有操作的时间不算）、停顿、修改次数、离开后再改的次数、往回翻页的次数；需要 JavaScript。匿名投放用时取整到 5 秒，停顿取整到分钟，次数最多记到 3，不记几点。',
  },
  wrong: '请选择作答过程记录到什么程度',
  auditOff: '表单里有“audit”题，但本次投放不记录作答过程。如要记录，请在开放之前到设置里改；不需要就不用管。',
  auditOn: (p: P) => `表单里的“audit”题保持空白，它所要的内容按“${p['level']}”记录。`,
  /** Columns of the table beside the answers. */
  columns: {
    PARENT_KEY: '所属答卷的 KEY',
    question: '题目名称；整份答卷一行为空',
    at: '题目及其所在的重复行',
    label: '题目',
    seconds: '实际作答秒数；整份一行为合计，没有测到时为从开始到结束',
    visits: '来到这题的次数',
    changes: '填写或修改答案的次数',
    changes_later: '看过别的题以后再改的次数',
    started: '开始填写的时间（UTC，设备时钟）',
    ended: '结束填写的时间（UTC，设备时钟）',
    away_seconds: '停顿秒数',
    longest_pause: '最长一次停顿的秒数',
    pauses: '停顿次数',
    pages_back: '往回翻页的次数',
  },
  exportHint:
    '与答卷并列的一张表：每份答卷整份一行，其中每题一行，用 PARENT_KEY 对应。更正的用时加在第一次填写上。各列的含义见工作簿的 codebook 表和压缩包里的说明。',
  exportCoarse: '本次投放匿名：用时取整到 5 秒，停顿取整到分钟，次数最多记到 3。',
  inArchive: '另附作答过程数据表',
  inArchiveHint: '与全部内容放在一个文件里，并附各列的说明。',
  codebookName: (p: P) => `${p['title']}-变量说明`,
  lineTitle: '填写过程',
  lineWhole: (p: P) => `实际作答 ${p['seconds']} 秒`,
  lineSpan: (p: P) => `从开始到结束 ${p['seconds']} 秒`,
  lineAway: (p: P) => `停顿 ${p['pauses']} 次共 ${p['away']} 秒，最长 ${p['longest']} 秒`,
  lineBacks: (p: P) => `往回翻页 ${p['backs']} 次`,
  lineFrom: (p: P) => `${p['start']} 至 ${p['end']}（设备时钟）`,
  question: '题目',
  seconds: '秒数',
  ofMedian: '与中位数之比',
  visits: '来到次数',
  changes: '修改次数',
  later: '回头再改',
}
