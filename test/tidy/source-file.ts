/** What the tidy test knows of a source file: where it belongs, and what it imports, read by the compiler itself. */
import { dirname, join, normalize } from 'node:path/posix'
import ts from 'typescript'

export type SourceFile = {
  /** From the root, with slashes: `packages/core/src/zxid.ts`. */
  readonly path: string
  /** The package's folder name. */
  readonly owner: string
  readonly part: 'src' | 'testing' | 'test' | 'other'
  readonly text: string
  readonly imports: readonly Import[]
}

export type Import = {
  readonly specifier: string
  /** For relative ones: the file it leads to, from the root. */
  readonly target: string | undefined
  /** `import type`, `export type`: erased, so it makes no cycle at run time. */
  readonly typeOnly: boolean
}

/** @param path as above, in `packages/` or `apps/`. */
export function sourceFile(path: string, text: string): SourceFile {
  const [, owner = '', folder, next] = path.split('/')
  const part = folder === 'src' ? (next === 'testing' ? 'testing' : 'src') : folder === 'test' ? 'test' : 'other'
  return { path, owner, part, text, imports: importsOf(path, text) }
}

/** `@quoll/core/testing` → `core`; undefined for anything that is not ours. */
export function packageNamedBy(specifier: string): string | undefined {
  return /^@quoll\/([^/]+)/.exec(specifier)?.[1]
}

export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
}

function importsOf(path: string, text: string): readonly Import[] {
  const found: Import[] = []
  const add = (literal: ts.Node | undefined, typeOnly: boolean): void => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return
    const specifier = literal.text
    const target = specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : undefined
    found.push({ specifier, target, typeOnly })
  }
  const visit = (at: ts.Node): void => {
    if (ts.isImportDeclaration(at))
      add(at.moduleSpecifier, at.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(at)) add(at.moduleSpecifier, at.isTypeOnly)
    else if (ts.isImportTypeNode(at) && ts.isLiteralTypeNode(at.argument)) add(at.argument.literal, true)
    else if (ts.isCallExpression(at) && at.expression.kind === ts.SyntaxKind.ImportKeyword) add(at.arguments[0], false)
    ts.forEachChild(at, visit)
  }
  visit(parse(path, text))
  return found
}
