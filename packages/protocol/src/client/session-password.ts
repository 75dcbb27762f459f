/**
 * The password of a session follows from its id, so that every peer can check it without having seen it: 16 bytes of
 * java.util.Random, seeded with the id and a constant (ZooKeeper: ZooKeeperServer.generatePasswd). It tells a client's own
 * mistake from its session, no more; who must be kept out is kept out by the connection.
 */

export const PASSWORD_BYTES = 16

const SALT = 0xb341_5c00n
const MULTIPLIER = 0x5_deec_e66dn
const INCREMENT = 0xbn
const SEED_BITS = 48

/** The 16 bytes for a session id, with or without a sign. */
export function sessionPassword(sessionId: bigint): Uint8Array {
  const password = new Uint8Array(PASSWORD_BYTES)
  let seed = BigInt.asUintN(SEED_BITS, sessionId ^ SALT ^ MULTIPLIER)
  for (let at = 0; at < PASSWORD_BYTES; at += 4) {
    seed = BigInt.asUintN(SEED_BITS, seed * MULTIPLIER + INCREMENT)
    const word = Number(seed >> 16n)
    for (let byte = 0; byte < 4; byte++) password[at + byte] = word >>> (8 * byte)
  }
  return password
}

/** Compares all bytes whatever the first ones are. The id 0 belongs to no session and has no password. */
export function isSessionPassword(sessionId: bigint, password: Uint8Array | undefined): boolean {
  if (sessionId === 0n || password?.length !== PASSWORD_BYTES) return false
  let difference = 0
  for (const [at, byte] of sessionPassword(sessionId).entries()) difference |= byte ^ password[at]!
  return difference === 0
}
