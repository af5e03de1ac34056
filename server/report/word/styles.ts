/** Paragraph styles by name, so that an office can change each in one place; as the part `styles.xml` of the document. */

import { closer, faces, indent, line, sizes, type Face } from './type.ts'

interface Style {
  readonly id: string
  readonly name: string
  readonly face?: Face
  /** In half points. */
  readonly size?: number
  readonly bold?: boolean
  readonly align?: 'left' | 'right' | 'center' | 'both'
  readonly first?: number
  readonly left?: number
  readonly right?: number
  readonly before?: number
  readonly after?: number
  /** Exact height of a line; null: as high as what stands in it. */
  readonly line?: number | null
  /** Not torn from what follows. */
  readonly keeps?: boolean
  /** Level in the outline, from 0. */
  readonly outline?: number
}

const styles: readonly Style[] = [
  { id: 'Text', name: 'Report Text', first: indent, align: 'both' },
  { id: 'Title', name: 'Title', face: faces.title, size: sizes.second, align: 'center', line: 700 },
  { id: 'Heading1', name: 'heading 1', face: faces.first, first: indent, keeps: true, outline: 0 },
  { id: 'Heading2', name: 'heading 2', face: faces.second, first: indent, keeps: true, outline: 1 },
  { id: 'Heading3', name: 'heading 3', bold: true, first: indent, before: 120, keeps: true, outline: 2 },
  { id: 'Heading4', name: 'heading 4', first: indent, keeps: true, outline: 3 },
  { id: 'TOC1', name: 'toc 1', size: sizes.fourth },
  { id: 'TOC2', name: 'toc 2', size: sizes.fourth, left: indent / 2 },
  { id: 'Mark', name: 'Report Mark', face: faces.first },
  { id: 'CoverLine', name: 'Report Cover Line', align: 'center' },
  { id: 'CoverNote', name: 'Report Cover Note', size: sizes.smallFourth, align: 'center', line: 400 },
  { id: 'ContentsTitle', name: 'Report Contents Title', face: faces.first, align: 'center', after: line },
  { id: 'Quote', name: 'Quote', face: faces.second, left: indent, right: indent / 2, align: 'both' },
  { id: 'Small', name: 'Report Remark', size: sizes.fifth, align: 'both', line: 320 },
  {
    id: 'TableCaption',
    name: 'Report Table Caption',
    face: faces.first,
    size: sizes.smallFourth,
    align: 'center',
    before: 160,
    after: 60,
    line: 340,
    keeps: true,
  },
  {
    id: 'FigureCaption',
    name: 'Report Figure Caption',
    face: faces.first,
    size: sizes.smallFourth,
    align: 'center',
    after: 120,
    line: 340,
  },
  { id: 'Picture', name: 'Report Picture', align: 'center', before: 120, line: null, keeps: true },
  { id: 'Cell', name: 'Report Cell', size: sizes.fifth, align: 'left', line: 300 },
  { id: 'NumberCell', name: 'Report Number Cell', size: sizes.fifth, align: 'right', line: 300 },
  {
    id: 'HeadCell',
    name: 'Report Head Cell',
    face: faces.first,
    size: sizes.fifth,
    align: 'center',
    line: 300,
  },
  { id: 'PageNumber', name: 'Report Page Number', face: faces.page, size: sizes.fourth },
  { id: 'FootnoteText', name: 'footnote text', size: sizes.smallFifth, align: 'left', line: 250 },
]

export function stylesXml(locale: 'zh-CN' | 'en'): string {
  const language = `<w:lang w:val="${locale === 'zh-CN' ? 'zh-CN' : 'en-GB'}" w:eastAsia="zh-CN"/>`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:docDefaults><w:rPrDefault><w:rPr>${fonts(faces.text)}<w:spacing w:val="${closer}"/>${size(sizes.third)}${language}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="${line}" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>
${styles.map(styleXml).join('\n')}
</w:styles>`
}

function styleXml(style: Style): string {
  const { id, name, face, bold, align, first, left, right, before, after, keeps, outline } = style
  const height =
    style.line === null
      ? 'w:line="240" w:lineRule="auto"'
      : `w:line="${style.line ?? line}" w:lineRule="exact"`
  // Only lines of the text's own height stand in the grid; Word would stretch others to it.
  const apart = style.line === undefined ? '' : '<w:snapToGrid w:val="0"/>'
  const number = (attribute: string, value: number | undefined) =>
    value === undefined ? '' : ` w:${attribute}="${value}"`
  const indents = number('left', left) + number('right', right) + number('firstLine', first)
  return [
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`,
    keeps ? '<w:keepNext/><w:keepLines/>' : '',
    apart,
    `<w:spacing${number('before', before)}${number('after', after)} ${height}/>`,
    indents ? `<w:ind${indents}/>` : '',
    align ? `<w:jc w:val="${align}"/>` : '',
    outline === undefined ? '' : `<w:outlineLvl w:val="${outline}"/>`,
    '</w:pPr><w:rPr>',
    face ? fonts(face) : '',
    bold ? '<w:b/>' : '',
    style.size ? size(style.size) : '',
    '</w:rPr></w:style>',
  ].join('')
}

function fonts({ latin, chinese }: Face): string {
  return `<w:rFonts w:ascii="${latin}" w:hAnsi="${latin}" w:cs="${latin}" w:eastAsia="${chinese}"/>`
}

function size(halfPoints: number): string {
  return `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`
}
