/** What both halves share; the halves themselves are `@quoll/protocol/client` and `@quoll/protocol/peer`. */
export { DecodeError } from '@quoll/bytes'
