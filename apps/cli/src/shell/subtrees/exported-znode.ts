/**
 * One znode as exports write it down, in either form. Text is kept as text so that exports can be read and compared; what is not text is
 * base64. What is not said is what most znodes have: an ACL that lets anybody do anything, a life beyond sessions.
 */
import { type Acl, Acls } from '@quoll/client'
import { CommandError } from '../../errors.ts'
import { DATA_BYTES_MAX, dataJson } from '../data-text.ts'
import { permissionBits, permissionLetters } from '../output.ts'
import type { Copy } from './copies.ts'
import { sameAcl } from './merge-plan.ts'

export const EXPORT_FORMAT = 'quoll-znodes'
export const EXPORT_VERSION = 1

/** What both forms know of a znode besides its data. */
export type Traits = {
  readonly acl?: readonly { readonly scheme: string; readonly id: string; readonly perms: string }[]
  readonly ephemeral?: true
}

export type ExportedZnode = Traits & {
  /** '' for the top, `/a/b` below it. */
  readonly path: string
  /** Null for none; absent when there is `base64`. */
  readonly data?: string | null
  readonly base64?: string
}

export function traitsOf({ acl, ephemeral }: Copy): Traits {
  return {
    ...(sameAcl(acl, Acls.open)
      ? {}
      : { acl: acl.map((entry) => ({ ...entry, perms: permissionLetters(entry.perms) })) }),
    ...(ephemeral ? { ephemeral } : {}),
  }
}

export function exportedZnode(copy: Copy): ExportedZnode {
  const { data, encoding } = dataJson(copy.data)
  return { path: copy.relative, ...(encoding === 'base64' ? { base64: data ?? '' } : { data }), ...traitsOf(copy) }
}

/** @throws CommandError for what no export of ours has in it. `where` says where it stands. */
export function copyOfExported(value: unknown, where: string): Copy {
  const one = recordOf(value, where)
  const { path, data, base64 } = one
  if (typeof path !== 'string' || !isRelativePath(path)) throw damaged(`${where}: "path" is no path below the top`)
  return { relative: path, data: bytesOf(data, base64, where), ...traitsFrom(one, where) }
}

export function traitsFrom(one: Readonly<Record<string, unknown>>, where: string): Pick<Copy, 'acl' | 'ephemeral'> {
  return {
    acl: one['acl'] === undefined ? Acls.open : aclFrom(one['acl'], where),
    ephemeral: one['ephemeral'] === true,
  }
}

/** @throws CommandError unless it is the head of an export that this version reads; returns the path it was made of. */
export function topOf(value: unknown, where: string): string {
  const { format, version, path } = recordOf(value, where)
  if (format !== EXPORT_FORMAT || typeof path !== 'string' || !path.startsWith('/'))
    throw damaged(`${where} is no export of quoll shell`)
  if (version !== EXPORT_VERSION)
    throw new CommandError(
      `${where} has version ${String(version)} of the format`,
      `This shell reads version ${EXPORT_VERSION}; nothing was done.`,
      'Use the quoll that wrote it, or a newer one.',
    )
  return path
}

/** Parents before children, each once. @throws CommandError */
export function checkedOrder(copies: readonly Copy[], where: string): readonly Copy[] {
  const sorted = [...copies].sort((a, b) => a.relative.split('/').length - b.relative.split('/').length)
  const seen = new Set<string>()
  for (const { relative } of sorted) {
    const parent = relative.slice(0, relative.lastIndexOf('/'))
    if (seen.has(relative)) throw damaged(`${where}: ${relative || 'the top'} is there twice`)
    if (relative !== '' && !seen.has(parent))
      throw damaged(`${where}: ${parent || 'the top'}, the parent of ${relative}, is missing`)
    seen.add(relative)
  }
  if (!seen.has('')) throw damaged(`${where}: the top is missing`)
  return copies
}

export function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(`${where} is no JSON object`)
  return value as Readonly<Record<string, unknown>>
}

export function damaged(what: string): CommandError {
  return new CommandError(
    what,
    'It cannot be imported as it is; nothing was done.',
    'Export it again, or correct it by hand.',
  )
}

function bytesOf(data: unknown, base64: unknown, where: string): Uint8Array | undefined {
  if (base64 !== undefined) {
    const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : undefined
    if (bytes === undefined || bytes.toString('base64') !== base64) throw damaged(`${where}: "base64" is not base64`)
    return bounded(Uint8Array.from(bytes), where)
  }
  if (data === null || data === undefined) return undefined
  if (typeof data !== 'string') throw damaged(`${where}: "data" is neither text nor null`)
  return bounded(new TextEncoder().encode(data), where)
}

export function bounded(bytes: Uint8Array, where: string): Uint8Array {
  if (bytes.length > DATA_BYTES_MAX) throw damaged(`${where} holds ${bytes.length} bytes, more than servers take`)
  return bytes
}

function aclFrom(value: unknown, where: string): readonly Acl[] {
  if (!Array.isArray(value) || value.length === 0) throw damaged(`${where}: "acl" is no list`)
  return value.map((entry) => {
    const { scheme, id, perms } = recordOf(entry, `${where}: "acl"`)
    const bits = typeof perms === 'string' ? permissionBits(perms) : undefined
    if (typeof scheme !== 'string' || typeof id !== 'string' || bits === undefined)
      throw damaged(`${where}: "acl" has an entry without scheme, id and perms`)
    return { scheme, id, perms: bits }
  })
}

function isRelativePath(path: string): boolean {
  return path === '' || (/^(?:\/[^/\0]+)+$/.test(path) && !/\/\.{1,2}(?:\/|$)/.test(path))
}
