/** A bad line between a phone and a server: slow, with a delay, and breaking off again and again in the middle of anything. */

import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface LinkOrder {
  /** Where the server is. */
  readonly to: () => number
  /** What all connections together carry in a second, each way; 0 for as much as there is. */
  readonly bytesPerSecond?: number
  /** Milliseconds that a piece is under way. */
  readonly delay?: number
  /** The line breaks after about so many bytes, between half and one and a half times as many; 0 for never. */
  readonly dropAfter?: number
  readonly seed?: number
}

export interface Link {
  readonly port: number
  /** How often it broke off. */
  dropped(): number
  /** Bytes of both ways. */
  carried(): number
  /** No connection any more, and none is taken. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** Whether it may break off. */
  breaking(may: boolean): void
}

export async function openLink(order: LinkOrder): Promise<Link> {
  const { to, bytesPerSecond = 0, delay = 0, dropAfter = 0, seed = 1 } = order
  const random = steps(seed)
  const open = new Set<Socket>()
  const next = () => dropAfter * (0.5 + random())
  let breaks = dropAfter > 0
  let left = next()
  let dropped = 0
  let carried = 0
  /** When the line is free again, each way. */
  const free = { up: 0, down: 0 }

  async function carry(from: Socket, into: Socket, way: 'up' | 'down'): Promise<void> {
    for await (const piece of from as AsyncIterable<Buffer>) {
      if (bytesPerSecond > 0) {
        const now = performance.now()
        free[way] = Math.max(now, free[way]) + (piece.length / bytesPerSecond) * 1000
        await pause(free[way] - now + delay)
      }
      carried += piece.length
      left -= piece.length
      if (breaks && left <= 0) {
        left = next()
        dropped++
        into.write(piece.subarray(0, piece.length >> 1), () => into.destroy())
        from.destroy()
        return
      }
      if (!into.writable) return
      if (!into.write(piece))
        await new Promise((resolve) => into.once('drain', resolve).once('close', resolve))
    }
    into.end()
  }

  const take = (phone: Socket): void => {
    const server = connect(to(), '127.0.0.1')
    for (const [one, other] of [
      [phone, server],
      [server, phone],
    ] as const) {
      open.add(one)
      one.setNoDelay(true)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    const broken = () => {
      phone.destroy()
      server.destroy()
    }
    carry(phone, server, 'up').catch(broken)
    carry(server, phone, 'down').catch(broken)
  }

  let listening: Server | null = await listen(take, 0)
  const { port } = listening.address() as AddressInfo
  return {
    port,
    dropped: () => dropped,
    carried: () => carried,
    cut: async () => {
      const gone = new Promise<void>((resolve) => {
        if (listening) listening.close(() => resolve())
        else resolve()
      })
      listening = null
      for (const socket of open) socket.destroy()
      await gone
    },
    mend: async () => {
      listening ??= await listen(take, port)
    },
    breaking: (may) => {
      breaks = may && dropAfter > 0
    },
  }
}

function listen(take: (socket: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Half-open: a side that has said all may still be told something.
    const server = createServer({ allowHalfOpen: true }, take)
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

/** Numbers from 0 to 1 that a seed gives again. */
function steps(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
