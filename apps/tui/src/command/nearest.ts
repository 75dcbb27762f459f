/** Which word somebody may have meant. */

/** One that begins like it, else one that is at most two letters away; undefined when none is near. */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const begun = words.find((one) => one.startsWith(word) && word.length > 1)
  if (begun !== undefined) return begun
  const far = words
    .map((one) => ({ one, distance: distanceBetween(word, one) }))
    .sort((a, b) => a.distance - b.distance)
  const best = far[0]
  return best !== undefined && best.distance <= 2 && best.distance < best.one.length ? best.one : undefined
}

/** Letters to add, leave out or change (Levenshtein). */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
