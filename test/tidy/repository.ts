/** The files of this repository, read once. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type SourceFile, sourceFile } from './source-file.ts'

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))

/** Made by tools, never written by hand. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'coverage', '.git', '.turbo', '.quoll'])
const BINARY = /\.(?:png|gif|jpg|ico|woff2?|bin|snap\.gz)$/

export type Package = {
  /** From the root: `packages/core`. */
  readonly path: string
  readonly folder: string
  /** Dependencies of any kind. */
  readonly declared: ReadonlySet<string>
  readonly files: ReadonlySet<string>
}

/** Paths of all files, from the root, with slashes. */
export function allFiles(folder = ''): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : allFiles(path)
    return entry.isFile() ? [path] : []
  })
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export function textFiles(): readonly string[] {
  return allFiles().filter((path) => !BINARY.test(path) && statSync(join(ROOT, path)).size < 1_000_000)
}

export function packages(): readonly Package[] {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(ROOT, group)).map((folder) => {
      const path = `${group}/${folder}`
      const manifest: Record<string, unknown> = JSON.parse(read(`${path}/package.json`))
      const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
      const declared = new Set(kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {})))
      return { path, folder, declared, files: new Set(readdirSync(join(ROOT, path))) }
    }),
  )
}

export function sources(): readonly SourceFile[] {
  return allFiles()
    .filter((path) => /^(?:packages|apps)\/[^/]+\/.*\.tsx?$/.test(path))
    .map((path) => sourceFile(path, read(path)))
}
