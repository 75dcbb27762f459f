/** A shell to type at in a test, and what it says. */
import { Shell } from '../../src/shell/shell.ts'

export type Talk = AsyncDisposable & {
  readonly shell: Shell
  /** Everything that was said since it was last asked. */
  said(): string
  /** What is said to a typed line. */
  line(text: string): Promise<string>
  /** The same as JSON, of a shell that answers so. */
  json(text: string): Promise<unknown>
  /** The exit code of the last line. */
  code(): number
}

export function talk(hosts: string, json: boolean = false): Talk {
  let [text, code] = ['', 0]
  const hear = (more: string): void => {
    text += more
  }
  const progress = { isTTY: false, write: () => {} }
  const shell = new Shell({ hosts, sessionTimeoutMs: 10_000, json, progress }, { out: hear, err: hear })
  const said = (): string => {
    const all = text
    text = ''
    return all
  }
  const line = async (typed: string): Promise<string> => {
    code = await shell.runLine(typed, new AbortController().signal)
    return said()
  }
  return {
    ...{ shell, said, line },
    json: async (typed) => JSON.parse(await line(typed)),
    code: () => code,
    [Symbol.asyncDispose]: () => shell.close(),
  }
}
