/** Which version this is. */
import { readFileSync } from 'node:fs'

/** From the package's own description, which lies one folder up both from the sources and from the bundle. */
export function version(): string {
  const file = new URL('../package.json', import.meta.url)
  const { version: text } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return text
}
