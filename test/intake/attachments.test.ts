/** What becomes of a file on its way in: its kind told by its bytes, its metadata gone. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { downloadName, isAttachmentName, kindOf } from '../../server/intake/attachments/kinds.ts'
import { redraw } from '../../server/intake/attachments/picture.ts'
import { blankMetadata } from '../../server/intake/attachments/recording.ts'
import { withinRoom } from '../../server/intake/attachments/turns.ts'
import { camera, photo, recorder, recording } from '../support/attachments.ts'

const folder = mkdtempSync(join(tmpdir(), 'diaoyan-intake-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function written(bytes: Buffer | string): string {
  const path = join(folder, `file-${files++}`)
  writeFileSync(path, bytes)
  return path
}

describe('a picture', () => {
  test('is drawn anew: upright, without camera, time or place', async () => {
    const before = await photo(60, 40)
    expect(before.includes(camera)).toBe(true)
    expect((await sharp(before).metadata()).exif).toBeDefined()
    const path = written(before)
    expect(await redraw(path, 'image/jpeg', null)).toBe('image/jpeg')
    const after = await sharp(path).metadata()
    expect(after).toMatchObject({ width: 40, height: 60, format: 'jpeg' })
    expect([after.exif, after.xmp, after.iptc, after.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    const bytes = readFileSync(path)
    for (const trace of [camera, '张三', 'GPS', 'Exif']) expect(bytes.includes(trace)).toBe(false)
  })

  test('is made as small as the form asks', async () => {
    const path = written(await photo(60, 40))
    await redraw(path, 'image/jpeg', 30)
    expect(await sharp(path).metadata()).toMatchObject({ width: 20, height: 30 })
  })

  test('that cannot be read is refused, also one that claims to be huge', async () => {
    const whole = await photo(200, 200)
    expect(await redraw(written(whole.subarray(0, 400)), 'image/jpeg', null)).toBeNull()
    const huge = Buffer.from(
      await sharp({ create: { width: 10, height: 10, channels: 3, background: '#000' } })
        .png()
        .toBuffer(),
    )
    huge.writeUInt32BE(60_000, 16)
    huge.writeUInt32BE(60_000, 20)
    expect(await redraw(written(huge), 'image/png', null)).toBeNull()
  })
})

describe('pictures that come all at once', () => {
  test('are under way as far as there is room, in their order, and one too large for it runs alone', async () => {
    const turn = withinRoom(10)
    const underWay = new Set<number>()
    const began: number[] = []
    const ends: (() => void)[] = []
    const work = (n: number) => async () => {
      began.push(n)
      underWay.add(n)
      await new Promise<void>((resolve) => (ends[n] = resolve))
      underWay.delete(n)
      if (n === 1) throw new Error('not a picture')
    }
    const weights = [4, 4, 4, 99, 1]
    const all = weights.map((weight, n) => turn(weight, work(n)).catch(() => undefined))
    const end = async (n: number) => {
      ends[n]?.()
      await all[n]
    }
    await Promise.resolve()
    expect([...underWay]).toEqual([0, 1])
    await end(1)
    expect([...underWay]).toEqual([0, 2])
    await end(0)
    expect([...underWay]).toEqual([2])
    await end(2)
    expect([...underWay]).toEqual([3])
    await end(3)
    await end(4)
    expect(began).toEqual([0, 1, 2, 3, 4])
  })

  test('are each drawn anew as if they came alone', async () => {
    const bytes = await Promise.all(Array.from({ length: 8 }, (_, n) => photo(60 + n, 40)))
    const paths = bytes.map(written)
    await Promise.all(paths.map((path) => redraw(path, 'image/jpeg', null)))
    for (const [n, path] of paths.entries()) {
      const alone = written(bytes[n] ?? '')
      await redraw(alone, 'image/jpeg', null)
      expect(readFileSync(path).equals(readFileSync(alone))).toBe(true)
      expect(await sharp(path).metadata()).toMatchObject({ width: 40, height: 60 + n })
    }
  })
})

describe('a recording', () => {
  test('loses place, time and device, and its media stay where they are', async () => {
    const before = recording()
    const path = written(before)
    expect(before.includes(recorder)).toBe(true)
    expect(await blankMetadata(path)).toBe(true)
    const after = readFileSync(path)
    expect(after).toHaveLength(before.length)
    expect(after.includes('Peculiar')).toBe(false)
    expect(after.includes(Buffer.from([0xe1, 0x23, 0x45]))).toBe(false)
    expect(after.indexOf('the media themselves')).toBe(before.indexOf('the media themselves'))
  })

  test('of any bytes neither hangs nor fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (noise, headed) => {
        const path = written(
          headed ? Buffer.concat([recording().subarray(0, 60), noise]) : Buffer.from(noise),
        )
        expect(typeof (await blankMetadata(path))).toBe('boolean')
      }),
      { numRuns: 60 },
    )
  })
})

describe('the kind of a file', () => {
  test('is told by its bytes', async () => {
    expect(await kindOf(written(await photo()), 'image')).toBe('image/jpeg')
    expect(await kindOf(written(recording()), 'video')).toBe('video/mp4')
    expect(await kindOf(written(recording()), 'image')).toBeNull()
    expect(await kindOf(written('一行文字\n又一行'), 'file')).toBe('text/plain')
    expect(await kindOf(written('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'file')).toBe('application/pdf')
  })

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing that can run', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['a script', '#!/bin/sh\nrm -rf /'],
    ['a program', 'MZ\x90\0\x03\0\0\0'],
    ['nothing', ''],
  ])('%s is none that is taken', async (_, bytes) => {
    expect(await kindOf(written(bytes), 'file')).toBeNull()
  })

  test('a name is 32 digits and a harmless ending, and the download ends as the file really is', () => {
    const digits = '0a'.repeat(16)
    expect(['jpg', 'pdf', 'bin'].every((ending) => isAttachmentName(`${digits}.${ending}`))).toBe(true)
    const bad = [`${digits}.html`, `${digits}.exe`, `../${digits}.jpg`, digits, 'a.jpg', `${digits}.jpg\n`]
    expect(bad.filter(isAttachmentName)).toEqual([])
    expect(downloadName(`${digits}.png`, 'image/jpeg')).toBe(`${digits}.jpg`)
    expect(downloadName(`${digits}.jpeg`, 'image/jpeg')).toBe(`${digits}.jpeg`)
  })
})
