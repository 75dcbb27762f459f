/** Imports against the picture, imports that reach into another package's files, imports nobody declared. */
import { objectionTo, PURE } from './picture.ts'
import { packageNamedBy, type SourceFile } from './source-file.ts'

/** Test tools that suites exported under `/testing` may use. */
const TEST_TOOLS: ReadonlySet<string> = new Set(['vitest', 'fast-check'])

/** @param declared dependencies of a package, of any kind, by its folder name. */
export function wrongImports(file: SourceFile, declared: ReadonlySet<string>): readonly string[] {
  const complaints: string[] = []
  const home = file.path.split('/').slice(0, 2).join('/')
  for (const { specifier, target } of file.imports) {
    const complain = (why: string): unknown => complaints.push(`${file.path}: ${why}`)
    const ours = packageNamedBy(specifier)
    if (target !== undefined) {
      if (!target.startsWith(`${home}/`)) complain(`'${specifier}' leaves the package: import it by name`)
      else if (file.part !== 'other' && !/\.tsx?$/.test(target)) complain(`'${specifier}' does not name its file`)
    } else if (ours !== undefined) {
      // Tests and benchmarks may meet their own package the way outsiders do.
      const objection =
        ours === file.owner && (file.part === 'test' || file.part === 'other')
          ? undefined
          : objectionTo(file.owner, ours)
      if (objection !== undefined) complain(objection)
      else if (ours !== file.owner && !declared.has(`@quoll/${ours}`)) complain(`@quoll/${ours} is not in package.json`)
    } else if (file.part === 'src' && PURE.has(file.owner)) {
      complain(`a pure package imports '${specifier}'`)
    } else if (file.part === 'testing' && PURE.has(file.owner) && !TEST_TOOLS.has(specifier)) {
      complain(`a pure package imports '${specifier}'`)
    } else if (file.part === 'src' && !specifier.startsWith('node:') && !declared.has(bareName(specifier))) {
      complain(`'${specifier}' is not in package.json`)
    }
  }
  return complaints
}

function bareName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
