/** One line for an error of a socket. Errors of several attempts at once (IPv6 and IPv4) have a code and no message. */
export function describeError(error: Error): string {
  if (error.message !== '') return error.message
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
