/** zh-CN words of the page that is shown while figures are being made. */
type P = Readonly<Record<string, string | number>>

export const waiting = {
  title: '正在汇总',
  reading: (p: P) => `答卷较多，正在读取：${p['rows']} / ${p['of']} 份。`,
  working: '答卷较多，正在计算。',
  byItself: '完成后本页会自动显示结果，不影响其他人填答。',
  again: '现在就看',
}
