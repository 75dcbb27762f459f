import type { Reply } from '@quoll/protocol/client'
import { ZooKeeperError } from '../errors.ts'

/** Narrows an answer to the shape that its request calls for; the codec decodes it as no other. */
export function expectReply<Type extends Reply['type']>(reply: Reply, type: Type): Extract<Reply, { type: Type }> {
  if (isOfType(reply, type)) return reply
  throw new ZooKeeperError('UNKNOWN', `the server answered with ${reply.type} where ${type} was due`)
}

function isOfType<Type extends Reply['type']>(reply: Reply, type: Type): reply is Extract<Reply, { type: Type }> {
  return reply.type === type
}
