/** Words of the outside world in a pure package: clocks, randomness, timers, the console, the process. */
import ts from 'typescript'
import { parse, type SourceFile } from './source-file.ts'

const OUTSIDE: ReadonlySet<string> = new Set([
  'Buffer',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'global',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
])

/** Members of built-ins whose answers differ from one run to the next. */
const UNSTEADY: ReadonlySet<string> = new Set(['Date.now', 'Math.random'])

export function impurities(file: SourceFile): readonly string[] {
  const source = parse(file.path, file.text)
  const complaints: string[] = []
  const complain = (at: ts.Node, what: string): void => {
    const line = source.getLineAndCharacterOfPosition(at.getStart(source)).line + 1
    complaints.push(`${file.path}:${line}: ${what} in a pure package`)
  }
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at) && OUTSIDE.has(at.text) && isReference(at)) complain(at, at.text)
    if (ts.isPropertyAccessExpression(at) && UNSTEADY.has(at.getText(source))) complain(at, at.getText(source))
    if ((ts.isNewExpression(at) || ts.isCallExpression(at)) && at.expression.getText(source) === 'Date') {
      complain(at, 'Date')
    }
    ts.forEachChild(at, visit)
  }
  visit(source)
  return complaints
}

/** An identifier that means something from outside, and is not the name of a member, a parameter or a declaration. */
function isReference(at: ts.Identifier): boolean {
  const { parent } = at
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return firstOf(parent) === at
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false
  // `{ process }` reads the variable and names a member at once.
  if (ts.isShorthandPropertyAssignment(parent)) return true
  return (parent as { readonly name?: ts.Node }).name !== at
}

function firstOf(at: ts.PropertyAccessExpression | ts.QualifiedName): ts.Node {
  return ts.isQualifiedName(at) ? at.left : at.expression
}
