import { describe, expect, test } from 'vitest'
import { readListFile } from '../../server/imports/list-file.ts'

const read = async (name: string, text: string | Buffer) => {
  const result = await readListFile(name, Buffer.from(text))
  return result.ok ? result.file : result.complaint.code
}

describe('lists in files', () => {
  test('a CSV file is its header and its rows', async () => {
    expect(await read('towns.csv', 'name,label,county\nt1,东镇,c1\nt2,"西镇, 老街",c1\n')).toEqual({
      name: 'towns.csv',
      columns: ['name', 'label', 'county'],
      rows: [
        ['t1', '东镇', 'c1'],
        ['t2', '西镇, 老街', 'c1'],
      ],
    })
  })
  test('an XML file is a root with items', async () => {
    expect(
      await read(
        't.xml',
        '<root><item><name>a</name><label>甲 &amp; 乙</label></item><item><name>b</name><x>1</x></item></root>',
      ),
    ).toEqual({
      name: 't.xml',
      columns: ['name', 'label', 'x'],
      rows: [
        ['a', '甲 & 乙', ''],
        ['b', '', '1'],
      ],
    })
  })
  test('entities, however they multiply, are refused before anything is expanded', async () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "${'&a;'.repeat(100)}">]><root><item><name>&b;</name></item></root>`
    expect(await read('t.xml', bomb)).toBe('documentType')
    expect(await read('t.xml', '<root><item></root>')).toBe('brokenFile')
    expect(await read('t.xml', '<root/>')).toBe('noRows')
  })
  test('a GeoJSON file is its features, places as ODK writes them', async () => {
    const features = [
      {
        type: 'Feature',
        id: 'p1',
        properties: { title: '井', depth: 5 },
        geometry: { type: 'Point', coordinates: [120.5, 30.25] },
      },
      {
        type: 'Feature',
        properties: { id: 'l1' },
        geometry: {
          type: 'LineString',
          coordinates: [
            [1, 2],
            [3, 4, 9],
          ],
        },
      },
    ]
    expect(await read('w.geojson', JSON.stringify({ type: 'FeatureCollection', features }))).toEqual({
      name: 'w.geojson',
      columns: ['id', 'title', 'depth', 'geometry'],
      rows: [
        ['p1', '井', '5', '30.25 120.5 0 0'],
        ['l1', '', '', '2 1 0 0; 4 3 9 0'],
      ],
    })
    expect(await read('w.geojson', '{}')).toBe('notGeoJson')
    expect(await read('w.geojson', '{')).toBe('brokenFile')
  })
  test('a list too long is refused with its limit', async () => {
    expect(await read('t.csv', `name\n${'x\n'.repeat(20_001)}`)).toBe('tooManyRows')
    expect(await read('t.csv', '')).toBe('emptyFile')
  })
})
