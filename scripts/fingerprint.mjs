/** A cheap answer to "has anything changed since?": names, sizes and times of files, nothing of their contents. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NOTES, ROOT } from './paths.mjs'

const PACKAGES = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(ROOT, group)).map((name) => join(group, name)),
)

/** What decides which packages are installed: the lockfile and the manifests, by content, and the machine. */
export function fingerprintOfDependencies() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  const files = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    ...PACKAGES.map((p) => join(p, 'package.json')),
  ]
  for (const file of files) hash.update(`${file}\n`).update(readIfThere(join(ROOT, file)))
  return hash.digest('hex')
}

/** What decides what is built: sources and build files, by name, size and time of change. */
export function fingerprintOfSources() {
  const hash = createHash('sha256')
  for (const file of ['turbo.json', 'tsconfig.base.json', 'package.json']) describe(join(ROOT, file), hash)
  for (const path of PACKAGES) {
    for (const file of ['package.json', 'tsup.config.ts', 'turbo.json']) describe(join(ROOT, path, file), hash)
    walk(join(ROOT, path, 'src'), hash)
  }
  return hash.digest('hex')
}

export function readNote(name) {
  return readIfThere(join(NOTES, name)).toString('utf8')
}

export function writeNote(name, text) {
  mkdirSync(NOTES, { recursive: true })
  writeFileSync(join(NOTES, name), text)
}

function walk(folder, hash) {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) walk(path, hash)
    else describe(path, hash)
  }
}

function describe(path, hash) {
  const stat = statSync(path, { throwIfNoEntry: false })
  hash.update(stat === undefined ? `${path} -\n` : `${path} ${stat.size} ${stat.mtimeMs}\n`)
}

function readIfThere(path) {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
