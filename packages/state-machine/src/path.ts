/**
 * Paths of znodes: which are legal and how they are taken apart. ZooKeeper: PathUtils.validatePath, on UTF-16 code units.
 */

/** These four exist in every tree and cannot be deleted (DataTree.isSpecialPath). */
export const BUILT_IN_PATHS: readonly string[] = ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config']

const SLASH = 0x2f
const DOT = 0x2e
/** A slice keeps alive what it was cut from. The short parent of a longer path than this is copied: it may be remembered. */
const SLICED_UNITS_MAX = 1024

/**
 * True for `/` and for `/a/b` without an empty, `.` or `..` component and without control characters, surrogates, private
 * use or specials. Astral characters, emoji among them, are written with surrogates and therefore refused, as ZooKeeper does.
 */
export function isValidPath(path: string): boolean {
  const { length } = path
  if (path.charCodeAt(0) !== SLASH) return false
  if (length === 1) return true
  let dots = 0
  let componentLength = 0
  for (let at = 1; at < length; at++) {
    const unit = path.charCodeAt(at)
    if (unit === SLASH) {
      if (isRefusedComponent(componentLength, dots)) return false
      dots = 0
      componentLength = 0
      continue
    }
    if (isRefusedUnit(unit)) return false
    if (unit === DOT) dots++
    componentLength++
  }
  return !isRefusedComponent(componentLength, dots)
}

/** The little that create and delete check of a path before they look at the tree: a slash somewhere, no NUL. */
export function hasPathShape(path: string): boolean {
  return path.includes('/') && !path.includes('\0')
}

/** `/a` of `/a/b`, `/` of `/a`; of a path without legal shape, whatever stands before the last slash. */
export function parentPathOf(path: string): string {
  const slash = path.lastIndexOf('/')
  if (slash <= 0) return '/'
  const parent = path.slice(0, slash)
  return path.length > SLICED_UNITS_MAX && slash <= SLICED_UNITS_MAX ? parent.split('').join('') : parent
}

/** `b` of `/a/b`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function isBuiltIn(path: string): boolean {
  return BUILT_IN_PATHS.includes(path)
}

/** Of so many characters, `dots` of which are dots. */
export function isRefusedComponent(length: number, dots: number): boolean {
  return length === 0 || (length === dots && length <= 2)
}

function isRefusedUnit(unit: number): boolean {
  if (unit < 0x20) return true
  if (unit < 0x7f) return false
  return unit <= 0x9f || (unit >= 0xd800 && unit <= 0xf8ff) || unit >= 0xfff0
}
