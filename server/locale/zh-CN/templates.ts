/** Words of the pages where a template is chosen. */
type P = Readonly<Record<string, string | number>>
export const templates = {
  title: '选择模板',
  lead: '每个模板都有中文、英文两种文字，建立后可按需要增减内容。',
  search: '搜索模板',
  searchHint: '如：满意度、餐费、专家',
  kind: '表单类型',
  anyKind: '全部类型',
  found: (p: P) => `共 ${p['count']} 个模板`,
  none: '没有符合条件的模板。',
  showAll: '显示全部模板',
  facts: (p: P) => `${p['kind']} · ${p['questions']} 道题 · 约 ${p['minutes']} 分钟`,
  when: '什么时候用',
  analysis: '怎样分析',
  look: '查看题目',
  use: '使用这个模板',
  back: '返回选择模板',
  previewLead: '这是模板的全部题目，只供查看。按条件出现的题目都已列出。',
}
