/** Numbers of headings: 一、（一）1.（1）as official documents count, and 1, 1.1, 1.1.1 in English. */

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 1 to 999 in Chinese: 十, 二十一, 一百零五; larger numbers stay in digits. */
export function chineseNumber(n: number): string {
  if (n > 999) return String(n)
  if (n < 10) return digits[n]!
  if (n < 100) {
    const tens = Math.floor(n / 10)
    return `${tens === 1 ? '' : digits[tens]}十${n % 10 === 0 ? '' : digits[n % 10]}`
  }
  const rest = n % 100
  const hundreds = `${digits[Math.floor(n / 100)]}百`
  if (rest === 0) return hundreds
  return `${hundreds}${rest < 10 ? `零${digits[rest]}` : rest < 20 ? `一${chineseNumber(rest)}` : chineseNumber(rest)}`
}

/** Counts headings as they come; each gets its number with the space or mark that follows it. */
export function headingCounter(locale: 'zh-CN' | 'en'): (level: 1 | 2 | 3 | 4) => string {
  const counts = [0, 0, 0, 0]
  return (level) => {
    counts[level - 1]! += 1
    counts.fill(0, level)
    const n = counts[level - 1]!
    if (locale === 'en') return `${counts.slice(0, level).filter(Boolean).join('.')} `
    if (level === 1) return `${chineseNumber(n)}、`
    if (level === 2) return `（${chineseNumber(n)}）`
    return level === 3 ? `${n}. ` : `（${n}）`
  }
}
