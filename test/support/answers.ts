/** Answers sent through the public route of a world, as the answering script sends them, and pages read by their figures. */

import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { elements, parseHtml, textOf, type Element } from '../../server/commands/html.ts'
import type { SignedInAgent, World } from './world.ts'

export async function send(
  world: World,
  answers: object,
  instanceId: string = randomUUID(),
): Promise<string> {
  const response = await request(world.app)
    .post(`/f/${world.channel.slug}/submissions`)
    .send({ instanceId, formVersion: world.versionId, locale: '', answers })
  if (response.status !== 201) throw new Error(`send: ${response.status} ${response.text}`)
  return instanceId
}

export async function open(agent: SignedInAgent, path: string): Promise<Element> {
  const response = await agent.get(path)
  if (response.status !== 200) throw new Error(`open: ${path} gives ${response.status}`)
  return parseHtml(response.text)
}

export function byId(page: Element, id: string): Element | undefined {
  return elements(page).find(({ attributes }) => attributes['id'] === id)
}

/** Rows of the n-th table below an element: head, then numbers in full (null for what is not shown). */
export function rowsOf(place: Element | undefined, n = 0): readonly (readonly (string | number | null)[])[] {
  const table = place && elements(place, 'table')[n]
  if (!table) return []
  return elements(table, 'tr')
    .filter((row) => elements(row, 'td').length > 0)
    .map((row) => {
      const head = elements(row, 'th').map(textOf)
      const cells = elements(row, 'td').map((cell) => {
        const [data] = elements(cell, 'data')
        if (data) return Number(data.attributes['value'])
        const text = textOf(cell).trim()
        return text === '—' ? null : text
      })
      return [...head, ...cells]
    })
}
