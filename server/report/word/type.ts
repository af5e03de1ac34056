/** Typefaces and measures of official documents (GB/T 9704-2012); sizes in half points, lengths in twentieths of a point. */

export interface Face {
  readonly latin: string
  readonly chinese: string
}

/** Chinese faces by the names that office machines have them under; Latin letters and digits in Times New Roman. */
const latin = 'Times New Roman'
export const faces = {
  text: { latin, chinese: '仿宋_GB2312' },
  title: { latin, chinese: '方正小标宋简体' },
  first: { latin, chinese: '黑体' },
  second: { latin, chinese: '楷体_GB2312' },
  page: { latin: '宋体', chinese: '宋体' },
} as const satisfies Readonly<Record<string, Face>>

/** 二号, 三号, 四号, 小四, 五号, 小五. */
export const sizes = {
  second: 44,
  third: 32,
  fourth: 28,
  smallFourth: 24,
  fifth: 21,
  smallFifth: 18,
} as const

const millimetre = 1440 / 25.4
export const twips = (mm: number) => Math.round(mm * millimetre)

/** A4; the text is 156 × 225 mm: 22 lines of 28 characters. */
export const sheet = {
  size: { width: 11906, height: 16838 },
  margin: {
    top: twips(37),
    left: twips(28),
    right: twips(210 - 28 - 156),
    bottom: twips(297 - 37 - 225),
    header: twips(15),
    footer: twips(25),
  },
  /**
   * 22 lines; a fifth of a point less between characters makes 28 of them. The spacing stands in the text (`closer`) as
   * well as in the grid: a grid of characters with less than none between them is drawn wrongly by LibreOffice.
   */
  grid: { type: 'lines', linePitch: 579, charSpace: -842 },
  textWidth: twips(156),
} as const

/** −842 of 4096 parts of a point. */
export const closer = -4
/** One line of the grid. */
export const line = sheet.grid.linePitch
/** Two characters of 三号. */
export const indent = 640
