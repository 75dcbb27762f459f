/**
 * The secret that peers prove themselves with. Between machines one must be given. On loopback, where whoever can connect
 * already runs code on the machine, one is derived from the list of members: it is no secret, and keeps two ensembles on one
 * machine apart.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ENSEMBLE_KEY_BYTES_MIN } from '@quoll/transport-ws'
import type { Problem } from './problem.ts'
import type { Member } from './server-line.ts'
import type { GivenValues } from './values.ts'

export const KEY_VARIABLE = 'QUOLL_ENSEMBLE_KEY'

export type EnsembleKey = { readonly text: string; readonly secret: boolean }

/** Reads the key's file when there is one. Missing or doubtful keys become problems. */
export function readEnsembleKey(
  values: GivenValues,
  members: readonly Member[],
  environment: NodeJS.ProcessEnv,
  problems: Problem[],
): EnsembleKey {
  const inFile = values['quoll.ensembleKeyFile']
  const inConfig = values['quoll.ensembleKey']
  const inEnvironment = environment[KEY_VARIABLE] || undefined
  if ([inFile, inConfig, inEnvironment].filter((one) => one !== undefined).length > 1) {
    const line = (inFile ?? inConfig)?.line
    problems.push({
      line,
      what: `the ensemble key is given more than once (file, configuration, ${KEY_VARIABLE}): keep one`,
    })
  }
  const text = inEnvironment ?? inConfig?.value ?? (inFile === undefined ? undefined : readKeyFile(inFile, problems))
  if (text === undefined) return keyForLoopback(members, problems)
  if (Buffer.byteLength(text) < ENSEMBLE_KEY_BYTES_MIN) {
    const line = inEnvironment === undefined ? (inConfig ?? inFile)?.line : undefined
    problems.push({
      line,
      what: `the ensemble key has fewer than ${ENSEMBLE_KEY_BYTES_MIN} bytes; make one with: openssl rand -hex 32`,
    })
  }
  return { text, secret: true }
}

/** 127.0.0.0/8, ::1 and the name `localhost`. Any other name may lead anywhere, today or tomorrow. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

function readKeyFile(
  { value: path, line }: { readonly value: string; readonly line: number },
  problems: Problem[],
): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    problems.push({ line, what: `the ensemble key cannot be read: ${why}` })
    return ''
  }
}

function keyForLoopback(members: readonly Member[], problems: Problem[]): EnsembleKey {
  const outside = members.length < 2 ? undefined : members.find(({ address }) => !isLoopback(address.host))
  if (outside !== undefined) {
    const { id, address, line } = outside
    const what =
      `peer ${id} is at ${address.host}, beyond loopback, and there is no ensemble key: anybody who reaches the port could join. ` +
      `Make a key with "openssl rand -hex 32" and give the same to every peer, as ${KEY_VARIABLE} in the environment or as quoll.ensembleKeyFile=PATH here`
    problems.push({ line, what })
  }
  const list = members.map(({ id, address }) => `${id} ${address.host}:${address.port}\n`).join('')
  return { text: createHash('sha256').update(`quoll ensemble on loopback\n${list}`).digest('hex'), secret: false }
}
