/**
 * A record under construction: entries are encoded as they arrive, behind room for the header, which is filled in when
 * the record's place in the log is known. Two drafts take turns: one is on its way to the disk, the other fills up.
 */
import type { WriteId, Zxid } from '@quoll/core'
import { type Entry, entryBytes, writeEntry } from './entry.ts'
import { viewOf } from './long.ts'
import { bodyBytesFor, RECORD_HEADER_BYTES, sealRecord } from './record.ts'

const FIRST_BYTES = 64 * 1024
/** A buffer that grew past this is given back after its record was written. */
const KEPT_BYTES = 4 * 1024 * 1024

export class RecordDraft {
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = viewOf(this.#bytes)
  #used = RECORD_HEADER_BYTES
  #entries = 0
  /** Last write that is in here. */
  upTo: WriteId = 0 as WriteId
  /** Last zxid of the log after this record. */
  last: Zxid = 0 as Zxid

  get entries(): number {
    return this.#entries
  }

  /** Bytes so far. */
  get bytes(): number {
    return this.#used
  }

  add(entry: Entry, upTo: WriteId, last: Zxid): void {
    const size = entryBytes(entry)
    this.#reserve(this.#used + size)
    writeEntry(this.#bytes, this.#view, this.#used, entry)
    this.#used += size
    this.#entries++
    this.upTo = upTo
    this.last = last
  }

  /** The finished record, valid until `clear`, and the crc to which the next one chains. */
  seal(logId: number, chain: number, position: number): { bytes: Uint8Array; crc: number } {
    const entriesBytes = this.#used - RECORD_HEADER_BYTES
    const total = RECORD_HEADER_BYTES + bodyBytesFor(entriesBytes)
    this.#reserve(total)
    const bytes = this.#bytes.subarray(0, total)
    const crc = sealRecord(bytes, entriesBytes, { logId, chain, position, last: this.last, entries: this.#entries })
    return { bytes, crc }
  }

  clear(): void {
    if (this.#bytes.length > KEPT_BYTES) this.#resize(FIRST_BYTES)
    this.#used = RECORD_HEADER_BYTES
    this.#entries = 0
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#bytes.length) return
    const old = this.#bytes
    this.#resize(Math.max(bytes, 2 * old.length))
    this.#bytes.set(old.subarray(0, this.#used))
  }

  #resize(bytes: number): void {
    this.#bytes = new Uint8Array(bytes)
    this.#view = viewOf(this.#bytes)
  }
}
