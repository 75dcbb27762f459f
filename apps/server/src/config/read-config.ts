/** START HERE. From the path of a zoo.cfg to checked settings, one warning at most, or a refusal that names every problem. */
import { readFileSync, statSync } from 'node:fs'
import { ConfigError, type Problem } from './problem.ts'
import { type Property, parseProperties } from './properties.ts'
import { isServerKey } from './server-line.ts'
import { readSettings, type Settings } from './settings.ts'
import { isOurs } from './values.ts'
import { kindOf, plain, refusalOf } from './zookeeper-keys.ts'

/** A configuration has some fifty lines. What is longer than this is another file. */
const FILE_BYTES_MAX = 1024 * 1024

export type Config = {
  readonly settings: Settings
  /** One sentence that names everything in the file that has no effect. */
  readonly warning: string | undefined
}

/** @throws ConfigError */
export function readConfig(path: string, environment: NodeJS.ProcessEnv = process.env): Config {
  return parseConfig(path, readConfigFile(path), environment)
}

/** @param path is named in messages only. @throws ConfigError */
export function parseConfig(
  path: string,
  text: string,
  environment: NodeJS.ProcessEnv,
  readFile: (path: string) => string | undefined = readFileIfThere,
): Config {
  const properties = parseProperties(text).map((property) => withPlainKey(property))
  const problems: Problem[] = properties.flatMap((property) => {
    const what = refusalOf(property)
    return what === undefined ? [] : [{ line: property.line, what }]
  })
  const settings = readSettings({ properties, environment, readFile }, problems)
  if (settings === undefined) throw new ConfigError(path, problems)
  return { settings, warning: warningAbout(path, properties) }
}

function readConfigFile(path: string): string {
  try {
    if (statSync(path).size > FILE_BYTES_MAX) {
      throw new ConfigError(path, [
        { line: undefined, what: 'the file is larger than 1 MiB: this is no configuration' },
      ])
    }
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError(path, [{ line: undefined, what: `the configuration cannot be read: ${why}` }])
  }
}

function readFileIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').slice(0, 1024)
  } catch (error) {
    // The directory may not be there yet, or be no directory: whoever makes it says so.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}

function withPlainKey(property: Property): Property {
  return { ...property, key: plain(property.key) }
}

function warningAbout(path: string, properties: readonly Property[]): string | undefined {
  const foreign = properties.filter(({ key }) => !isOurs(key) && !isServerKey(key))
  const named = (some: readonly Property[]): string => some.map(({ key, line }) => `${key} (line ${line})`).join(', ')
  const unknown = foreign.filter(({ key }) => kindOf(key) === 'unknown')
  const withoutEffect = foreign.filter(({ key }) => kindOf(key) === 'without-effect')
  const twice = properties.filter(({ key }, at) => properties.findLastIndex((other) => other.key === key) !== at)
  const parts = [
    unknown.length > 0 ? `unknown and ignored: ${named(unknown)}` : '',
    withoutEffect.length > 0 ? `known from ZooKeeper, without effect in Quoll: ${named(withoutEffect)}` : '',
    twice.length > 0 ? `overruled by a later line: ${named(twice)}` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? undefined : `${path}: ${parts.join('; ')}`
}
