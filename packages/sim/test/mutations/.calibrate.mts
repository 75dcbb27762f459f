import { MUTATIONS } from '/work/main/packages/sim/test/mutations/mutations.ts'
import { makeMutant } from '/work/main/packages/sim/test/mutations/mutant.ts'
const only = process.argv[2]
for (const m of MUTATIONS) {
  if (only && !m.name.includes(only)) continue
  try {
  const mutant = await makeMutant([m, ...(m.alongside ?? [])])
  const began = performance.now()
  let caught = ''
  const max = Number(process.argv[3] ?? m.seeds)
  for (let seed = 1; seed <= max; seed++) {
    const r = await mutant.run({ seconds: 40, ...m.options, seed })
    if (r.violation) { caught = `seed ${seed}: ${r.violation.checker}: ${r.violation.sentence.slice(0,110)}`; break }
  }
  if (caught) { const n = Number(caught.match(/seed (\d+)/)[1]); const c = await makeMutant([...(m.alongside ?? [])]); for (let seed=1; seed<=n; seed++) { const r = await c.run({seconds:40,...m.options,seed}); if (r.violation) caught += ` CONTROL FAILS ${seed} ${r.violation.checker} ${r.violation.sentence}` } await c.end() }
  console.log(`${caught ? 'ok  ' : 'MISS'} ${m.name}  [${((performance.now()-began)/1000).toFixed(1)}s] ${caught}`)
  await mutant.end()
  } catch (e) { console.log('ERR ', m.name, String(e).slice(0,400)) }
}
