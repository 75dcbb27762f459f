import { describe, expect, it } from 'vitest'
import { age, compact, count, duration, latency, list, printable, shortAge, sinceBegin } from '../src/words.ts'

describe('numbers and times in words', () => {
  it.each([
    [latency(0), '0.0 ms'],
    [latency(0.0004), '1 us'],
    [latency(0.04), '40 us'],
    [latency(0.0996), '0.1 ms'],
    [latency(9.94), '9.9 ms'],
    [latency(12.4), '12 ms'],
    [latency(1240), '1.2 s'],
    [duration(999.4), '999 ms'],
    [duration(999.6), '1.0 s'],
    [duration(61_000), '1 min'],
    [age(59_999), '59 s'],
    [age(48 * 3_600_000), '2 days'],
    [shortAge(59_999), '59s'],
    [shortAge(720_000), '12m'],
    [shortAge(49 * 3_600_000), '2d'],
    [sinceBegin(72_345.6), '00:01:12.345'],
    [count(1204311), '1,204,311'],
    [compact(9999), '9999'],
    [compact(12_400), '12k'],
    [list([1, 2, 3]), '1, 2 and 3'],
  ])('%s', (text, wanted) => expect(text).toBe(wanted))

  it('fits six cells, whatever a disk or a link takes', () => {
    for (let ms = 0.0001; ms < 1e7; ms *= 1.07) expect(latency(ms).length).toBeLessThanOrEqual(6)
  })

  it('text of others is one line without codes', () => {
    expect(printable('a\n\u001b[31mb\u202e c\u0000')).toBe('a [31mb c')
  })
})
