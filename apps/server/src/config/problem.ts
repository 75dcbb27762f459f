/** What is wrong with a configuration: all of it at once, each with its place, so that nobody repairs it line by line. */

/** `line` is undefined for what is missing, and for what stands in another file. */
export type Problem = { readonly line: number | undefined; readonly what: string }

/** A configuration that a peer must not start with. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly code = 'CONFIG'
  /** `zoo.cfg:3: what is wrong; what to write instead`, one per problem. */
  readonly problems: readonly string[]
  readonly means = 'The peer does not start: it would be something else than the file says.'
  readonly next = 'Correct what is named, all of it at once; docs/configuration.md tells what each key does.'

  constructor(path: string, problems: readonly Problem[]) {
    const lines = problems.map(({ line, what }) => `${path}${line === undefined ? '' : `:${line}`}: ${what}`)
    super(lines.join('\n'))
    this.problems = lines
  }
}
