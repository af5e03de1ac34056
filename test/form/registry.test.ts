import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { questionTypes } from '../../server/form/types/index.ts'

const stands = (path: string) => existsSync(new URL(`../../${path}`, import.meta.url))

test('every question type has a template, and every statistic that it names exists', () => {
  for (const [name, type] of Object.entries(questionTypes)) {
    if (type.view !== null)
      expect(stands(`views/question/${type.view}.ejs`), `${name} ${type.view}`).toBe(true)
    for (const statistic of type.statistics) {
      expect(stands(`analysis/statistics/${statistic}.ts`), `${name} ${statistic}`).toBe(true)
    }
  }
})

test('every question type has a file of its own name', () => {
  for (const name of Object.keys(questionTypes)) {
    expect(stands(`server/form/types/${name.replace('_', '-')}.ts`), name).toBe(true)
  }
})
