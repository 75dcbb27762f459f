/** ACLs as people write them: `scheme:id:permissions`, several separated by commas. */
import type { Acl } from '@quoll/client'
import { UsageError } from '../errors.ts'
import { permissionBits } from './output.ts'

/** An id may have colons in it, as those of `digest` do. @throws UsageError */
export function parseAcl(text: string): Acl[] {
  return text.split(',').map((entry) => {
    const [scheme, ...rest] = entry.split(':')
    const perms = permissionBits(rest.pop() ?? '')
    if (scheme === undefined || scheme === '' || rest.length === 0 || perms === undefined)
      throw new UsageError(`"${entry}" is no ACL: write scheme:id:permissions, for example world:anyone:cdrwa`)
    return { scheme, id: rest.join(':'), perms }
  })
}
