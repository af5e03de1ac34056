/** Writes a report as a Word document in the layout of official documents. Loaded in the report's thread only. */

import {
  AlignmentType,
  Document,
  Footer,
  NumberFormat,
  PageBreak,
  PageNumber,
  Packer,
  Paragraph,
  TableOfContents,
  TextRun,
  type FileChild,
  type ISectionOptions,
} from 'docx'
import type { Chart } from '../../../analysis/chart.ts'
import { writable, type Report } from '../blocks.ts'
import type { Picture } from '../drawing.ts'
import { blockWriter } from './blocks.ts'
import { stylesXml } from './styles.ts'
import { line, sheet } from './type.ts'

/** The pictures of a chart; null where it could not be drawn: then its table stands by itself, and the document says so. */
export type Drawn = ReadonlyMap<Chart, readonly Picture[] | null>

export async function wordDocument(report: Report, drawn: Drawn): Promise<Buffer> {
  const write = blockWriter(report, drawn)
  const body: FileChild[] = report.chapters.flatMap(({ number, title, blocks }, place) => [
    new Paragraph({
      style: 'Heading1',
      children: [new TextRun(writable(`${number}${title}`))],
      ...(place === 0 ? {} : { spacing: { before: line } }),
    }),
    ...blocks.flatMap(write),
  ])
  const closing = report.closing.map(
    (words, place) =>
      new Paragraph({
        style: 'Small',
        text: writable(words),
        ...(place === 0 ? { spacing: { before: 2 * line } } : {}),
      }),
  )
  const document = new Document({
    title: writable(report.title.replaceAll('\n', ' ')),
    creator: writable(report.issuer) || program,
    lastModifiedBy: program,
    externalStyles: stylesXml(report.locale),
    evenAndOddHeaderAndFooters: true,
    features: { updateFields: report.plain === undefined },
    compatibility: { version: 15 },
    sections: report.plain
      ? [{ ...page(), children: [...plainHead(report), ...report.plain.flatMap(write), ...body, ...closing] }]
      : [front(report), { ...page(), children: [...body, ...closing] }],
  })
  return Packer.toBuffer(document)
}

const program = '调研 Diaoyan'

/** Title and day above the first page. */
function plainHead(report: Report): readonly Paragraph[] {
  return [
    new Paragraph({ style: 'Title', text: writable(report.title) }),
    new Paragraph({ style: 'CoverNote', text: writable(report.date), spacing: { after: line / 2 } }),
  ]
}

/** Cover and contents: no page numbers. */
function front(report: Report): ISectionOptions {
  const centred = (text: string, style: string, before: number) =>
    new Paragraph({
      style,
      alignment: AlignmentType.CENTER,
      spacing: { before },
      children: text
        .split('\n')
        .map((part, k) => new TextRun({ text: writable(part), break: k > 0 ? 1 : 0 })),
    })
  return {
    properties: {
      page: { size: sheet.size, margin: sheet.margin },
      grid: sheet.grid,
      titlePage: true,
    },
    footers: {
      default: new Footer({ children: [] }),
      even: new Footer({ children: [] }),
      first: new Footer({ children: [] }),
    },
    children: [
      ...(report.internal ? [new Paragraph({ style: 'Mark', text: report.words.internal })] : []),
      centred(report.title, 'Title', (report.internal ? 4 : 5) * line),
      ...(report.issuer ? [centred(report.issuer, 'CoverLine', 7 * line)] : []),
      centred(report.date, 'CoverLine', report.issuer ? 0 : 7 * line),
      ...report.coverNotes.map(
        (note, k) =>
          new Paragraph({
            style: 'CoverNote',
            text: writable(note),
            spacing: { before: k === 0 ? 2 * line : 0 },
          }),
      ),
      new Paragraph({ children: [new PageBreak()] }),
      new Paragraph({ style: 'ContentsTitle', text: report.words.contents }),
      new TableOfContents(report.words.contents, { hyperlink: true, headingStyleRange: '1-2' }),
    ],
  }
}

/** Page numbers — 1 — of 四号 宋体: on odd pages to the right, on even ones to the left, one character from the edge. */
function page(): Pick<ISectionOptions, 'properties' | 'footers'> {
  const foot = (alignment: 'left' | 'right') =>
    new Footer({
      children: [
        new Paragraph({
          style: 'PageNumber',
          alignment,
          indent: alignment === 'right' ? { right: 280 } : { left: 280 },
          children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })],
        }),
      ],
    })
  return {
    properties: {
      page: {
        size: sheet.size,
        margin: sheet.margin,
        pageNumbers: { start: 1, formatType: NumberFormat.DECIMAL },
      },
      grid: sheet.grid,
    },
    footers: { default: foot('right'), even: foot('left') },
  }
}
