/** Sentences of the error page; each says what happened and what to do. */
type P = Readonly<Record<string, string | number>>
export const problem = {
  badRequest: '提交的内容无法识别，请返回后重试。',
  badCsrf: '页面已过期。请返回、刷新页面后再提交一次。',
  signInNeeded: '请先登录。',
  forbidden: '您没有权限查看此页或进行此操作。如有需要，请联系调研组织者。',
  notFound: '没有找到这个页面。链接可能不完整或已失效。',
  conflict: '其他人刚刚修改了同一内容。请刷新后再改。',
  differentAnswer: (p: P) => `这份答卷此前已经提交，以第一次提交的内容为准，回执号 ${p['receipt'] ?? ''}。`,
  gone: '内容已被删除。',
  tooLarge: (p: P) => `提交的内容太大，最多 ${p['limit'] ?? ''}。`,
  unsupportedMedia: '不支持这种内容格式。',
  unprocessable: '有些内容填写有误，请按提示修改。',
  unknownColumn: (p: P) => `数据中没有名为“${p['name'] ?? ''}”的列，请返回重选。`,
  tooManyTexts: '这次投放的答卷超过 100 万份，开放题不能在这里逐条列出。请导出数据查看，或在答卷列表中检索。',
  badFilter: (p: P) => `筛选条件“${p['name'] ?? ''}”无法识别，请改正后重试。`,
  locked: '账号已暂时锁定，请稍后再试或联系管理员。',
  tooMany: '操作过于频繁，请稍等一分钟再试。',
  tooManyExports: (p: P) =>
    `正在生成的文件已经很多（每人同时最多 ${p['limit'] ?? ''} 个）。请等其中一个完成或取消它，再导出。`,
  internal: '系统出错，已记录。请把下面的编号告诉管理员。',
  diskFull: '服务器的磁盘空间已满，暂时不能接收文件。请告诉管理员；您填写的内容仍保留在本机。',
  unavailable: '系统正在维护或重启，请稍后再试。您填写的内容仍保留在本机。',
}
