/** Each block of a report as paragraphs, tables and pictures of Word. */

import { FootnoteReferenceRun, ImageRun, Paragraph, SimpleField, TextRun, type FileChild } from 'docx'
import { writable, type Block, type Report } from '../blocks.ts'
import { factsTable, figuresTable } from './tables.ts'
import type { Drawn } from './document.ts'

export function blockWriter(report: Report, drawn: Drawn): (block: Block) => readonly FileChild[] {
  const { words } = report
  return (block) => {
    switch (block.kind) {
      case 'heading':
        return [
          new Paragraph({
            style: `Heading${block.level}`,
            children: [new TextRun(writable(`${block.number ?? ''}${block.text}`))],
          }),
        ]
      case 'paragraph':
        return textParagraphs(block.text, { style: 'Text' }, block.source)
      case 'finding':
        return textParagraphs(block.text, { style: 'Text', keepNext: block.keeps ?? false }, block.source)
      case 'quote':
        return [
          ...textParagraphs(report.locale === 'zh-CN' ? `“${block.text}”` : `‘${block.text}’`, {
            style: 'Quote',
          }),
          ...(block.by
            ? [new Paragraph({ style: 'Quote', alignment: 'right', text: writable(`—— ${block.by}`) })]
            : []),
        ]
      case 'remarks':
        return block.items.map((item) => new Paragraph({ style: 'Small', text: writable(item) }))
      case 'facts':
        return [
          ...(block.caption ? [new Paragraph({ style: 'TableCaption', text: writable(block.caption) })] : []),
          factsTable(block.rows),
          gap(),
        ]
      case 'table':
        return [
          captionOf('TableCaption', words.table, block.number, block.table.caption, block.source),
          ...figuresTable(block.table, words.continued),
          gap(),
        ]
      case 'chart': {
        const pictures = drawn.get(block.chart) ?? null
        if (pictures === null) return [new Paragraph({ style: 'Small', text: words.notDrawn })]
        return [
          ...pictures.map(
            ({ png, width, height }) =>
              new Paragraph({
                style: 'Picture',
                children: [
                  new ImageRun({
                    type: 'png',
                    data: png,
                    transformation: { width, height },
                    altText: {
                      name: `${words.figure} ${block.number}`,
                      title: writable(block.caption),
                      description: writable(block.caption),
                    },
                  }),
                ],
              }),
          ),
          captionOf('FigureCaption', words.figure, block.number, block.caption),
        ]
      }
      case 'question':
        return [
          new Paragraph({
            style: 'Text',
            keepNext: block.choices.length > 0,
            children: [
              new TextRun(writable(`${block.number}${block.label}`)),
              ...(block.how ? [new TextRun(writable(block.how))] : []),
            ],
          }),
          ...(block.hint ? textParagraphs(block.hint, { style: 'Quote' }) : []),
          ...(block.choices.length > 0
            ? [new Paragraph({ style: 'Text', text: writable(block.choices.join('　')) })]
            : []),
        ]
    }
  }
}

/** A paragraph for each line; the footnote hangs on the last. */
function textParagraphs(
  text: string,
  look: { style: string; keepNext?: boolean },
  source?: string,
): Paragraph[] {
  const lines = text.split('\n').filter((line, _, all) => line.trim() !== '' || all.length === 1)
  return lines.map(
    (line, place) =>
      new Paragraph({
        ...look,
        children: [
          new TextRun(writable(line)),
          ...(source !== undefined && place === lines.length - 1 ? [footnote(source)] : []),
        ],
      }),
  )
}

function footnote(source: string): FootnoteReferenceRun {
  return new FootnoteReferenceRun({
    children: [new Paragraph({ style: 'FootnoteText', children: [new TextRun(` ${writable(source)}`)] })],
  })
}

/** Numbered by a field, so that an office that moves or adds one has the others follow. */
function captionOf(style: string, word: string, number: string, text: string, source?: string): Paragraph {
  return new Paragraph({
    style,
    children: [
      new TextRun(`${word} `),
      new SimpleField(`SEQ ${word} \\* ARABIC`, number),
      new TextRun(writable(`　${text}`)),
      ...(source === undefined ? [] : [footnote(source)]),
    ],
  })
}

/** Air below a table, which Word gives none. */
function gap(): Paragraph {
  return new Paragraph({ style: 'Small', spacing: { line: 160, lineRule: 'exact' } })
}
