/** A four-letter word to a client port, Quoll's or Apache ZooKeeper's: the answer, or why there is none. */
import { connect } from 'node:net'
import type { Address } from './addresses.ts'

export type Answer = { readonly text: string; readonly silence?: undefined } | { readonly silence: Silence }

/** Why nobody answered: in a few words for a table, and in two sentences for whoever wonders. */
export type Silence = { readonly why: string; readonly means: string; readonly next: string }

const ANSWER_BYTES_MAX = 1024 * 1024

/** Never rejects. `patienceMs` bounds all of it: looking up the name, connecting, and the whole answer. */
export function askWord({ host, port }: Address, word: string, patienceMs = 1000): Promise<Answer> {
  return new Promise((resolve) => {
    let text = ''
    let connected = false
    const socket = connect({ host, port })
    const settle = (answer: Answer): void => {
      clearTimeout(late)
      socket.destroy()
      resolve(answer)
    }
    const late = setTimeout(
      () => settle({ silence: connected ? stuck(patienceMs) : unreachable(patienceMs) }),
      patienceMs,
    )
    socket.setEncoding('utf8')
    socket.on('connect', () => {
      connected = true
      socket.write(word)
    })
    socket.on('data', (chunk: string) => {
      text += chunk
      if (text.length > ANSWER_BYTES_MAX) settle({ silence: NOT_OURS })
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      settle(text === '' ? { silence: silenceFor(error.code ?? error.message) } : { text })
    })
    socket.on('close', () => settle(text === '' ? { silence: TURNED_AWAY } : { text }))
  })
}

const REASONS: Readonly<Record<string, Silence>> = {
  ECONNREFUSED: {
    why: 'nobody listens there',
    means: 'The machine is there, and no process has that port open.',
    next: 'Start the peer, or correct the port.',
  },
  ENOTFOUND: {
    why: 'the name has no address',
    means: 'The name server does not know it.',
    next: 'Check how it is written, and DNS or /etc/hosts.',
  },
  EAI_AGAIN: {
    why: 'the name server does not answer',
    means: 'Nobody can be found by name now.',
    next: 'Check the network, or use addresses.',
  },
  EHOSTUNREACH: {
    why: 'no way leads there',
    means: 'The network has no way to that machine.',
    next: 'Check the address and the network.',
  },
  ENETUNREACH: {
    why: 'no way leads there',
    means: 'The network has no way to that machine.',
    next: 'Check the address and the network.',
  },
}

const TURNED_AWAY: Silence = {
  why: 'closes the connection',
  means: 'It takes no more connections (maxClientCnxns, maxCnxns), or it is no ZooKeeper: perhaps it wants TLS.',
  next: 'Check the port; a port for TLS answers no four-letter words.',
}

const NOT_OURS: Silence = {
  why: 'answers something else',
  means: 'What listens there speaks no ZooKeeper.',
  next: 'Check the port.',
}

function stuck(patienceMs: number): Silence {
  return {
    why: `takes connections, no answer in ${patienceMs / 1000} s`,
    means: 'The process is paused or too busy, or something between us holds the connection.',
    next: 'Look at the machine: is the process stopped (state T), swapping, or out of processor time?',
  }
}

function unreachable(patienceMs: number): Silence {
  return {
    why: `no answer in ${patienceMs / 1000} s`,
    means: 'The machine is down, or a firewall drops the packets.',
    next: 'Check the address, the machine and the firewall.',
  }
}

function silenceFor(code: string): Silence {
  if (code === 'ECONNRESET' || code === 'EPIPE') return TURNED_AWAY
  return REASONS[code] ?? { why: code, means: 'The connection could not be made.', next: 'Check the address.' }
}
