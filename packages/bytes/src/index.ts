/** The public face of bytes. Nothing in here imports this file. */
export { ByteReader } from './byte-reader.ts'
export { ByteWriter } from './byte-writer.ts'
export { copyBytes } from './copy-bytes.ts'
export { crc32c } from './crc32c.ts'
export { DecodeError } from './decode-error.ts'
export { decodeUtf8, encodeUtf8, utf8Length } from './utf8.ts'
