/** Words of lists of cases, draws, outlines, burden before a visit, and reception. */
type P = Readonly<Record<string, string | number>>
export const casework = {
  importLead: '把 Excel、WPS 或 Word 里的表格复制过来粘贴，或上传文件，先预览再导入；可以从名单里抽样。',
  paste: '粘贴表格',
  pasteHint: '在 Excel、WPS 或 Word 里选中带列名的若干行，复制后粘贴到这里。',
  orFile: '或上传文件（CSV、XLSX、XLS）',
  again: '换一份名单',
  noNames: (p: P) => `首行里没有“名称”一列（编号、户号、样本也可以）。读到的首行是：${p['seen']}`,
  inColumn: (p: P) => `“${p['column']}”列：${p['words']}`,
  drawTitle: '全部导入，或从中抽样',
  drawLead:
    '抽样由种子决定：抽样框的哈希、种子、方法和入样概率随样本一起保存，不能更改，任何人拿同一份名单都能重抽核对。',
  method: '方法',
  wholeList: '全部导入，不抽样',
  methods: {
    simple: '简单随机抽样',
    systematic: '等距抽样（按名单次序）',
    stratified: '按区域分层，按比例分配',
  },
  size: '样本量',
  sizeHint: '抽样时填写。',
  seed: '种子',
  seedHint: '例如当众摇出的号码；留空由系统随机产生，抽完公布。',
  wrongSize: (p: P) => `样本量要填 1 到 ${p['n']} 之间的整数。`,
  take: (p: P) => `导入（名单共 ${p['total']} 行）`,
  drawn: (p: P) => `已从 ${p['population']} 行中抽出 ${p['n']} 个样本。`,
  drawsTitle: '抽样记录',
  drawNumber: '次序',
  drawOf: '总数',
  drawSize: '样本量',
  drawDay: '日期',
  frameHash: '抽样框哈希（SHA-256）',
  strata: (p: P) => `${p['name']}：${p['population']} 抽 ${p['size']}`,
  frameHashHint: '哈希的算法：名单每行写成“名称、制表符、区域”，按次序以换行相接，取 UTF-8 的 SHA-256。',
  chance: '入样概率',
  chanceShort: (p: P) => `概率 ${p['p']}`,
  // whole assignments
  places: '去往的单位或地点',
  placesHint: '每行一个；用来统计基层负担，分派前提醒。',
  unknownPlaces: '未定',
  // burden
  lately: (p: P) => `近 ${p['weeks']} 周`,
  latelyTimes: (p: P) => `近 ${p['weeks']} 周 ${p['times']} 次`,
  burdenBefore: (p: P) =>
    `“${p['place']}”最近 ${p['weeks']} 周已有 ${p['times']} 次走访或调查（最近 ${p['last']}）。`,
  burdenOver: (p: P) => `已到上限 ${p['limit']} 次，请考虑合并、改期或换地点。`,
  // outline
  outlineTitle: '提纲',
  outlineHint:
    '调研员做记录时放在旁边：屏幕宽时在右侧，手机上可以收起，没有网络也能看。留空则显示课题要回答的问题。',
  outlineSaved: '提纲已保存。',
}
