/** What `quoll bench --help` says. */
import { OPERATIONS } from './mix.ts'
import { DEFAULT_LOAD as load } from './suites.ts'

export const USAGE: string = `quoll bench: load for any ensemble that speaks ZooKeeper; every reply is checked

  quoll bench --connect HOSTS [a load]          one load, measured
  quoll bench --connect HOSTS --watchers N      one change, told to N watchers
  quoll bench --connect HOSTS --sessions N      sessions: opened, held, cut
  quoll bench --connect HOSTS --suite quick     the table of docs/performance.md
  quoll bench --connect HOSTS --compare HOSTS   two ensembles in turn

A load
  --mix PARTS         of ${wrap(OPERATIONS.join(', '), 56, 22)},
                      with weights: set=70,get=30 (default set)
  --connections N     sessions, spread over the hosts (default ${load.connections})
  --window N          requests under way on each (default ${load.window})
  --rate N            requests a second over all, sent when they are due;
                      latency counts from then (default: as replies come)
  --value BYTES       what is written (default ${load.valueBytes})
  --keys N            znodes to set and get (default ${load.keys})
  --children N        znodes that children lists (default ${load.children})
  --multi N           operations in a multi (default ${load.multi})
  --duration SECONDS  measured (default ${load.seconds}); of --sessions: held
  --warm-up SECONDS   before that (default ${load.warmUpSeconds})

Watchers, suites, comparisons
  --changes N         changes that watchers are told of (default 20)
  --suite NAME        quick, or smoke: some of its rows, a second each
  --only TEXT         of a suite, the rows whose name contains it
  --rounds N          everything so many times; medians are shown
                      (default 1, with --compare 3)
  --names A,B         what to call the two ensembles

The tool
  --workers N         threads that make the load (default: one for each two
                      processors)
  --session-timeout S seconds that sessions ask for (default 30)
  --json              everything measured, as JSON, instead of a table
  --help

Examples
  quoll bench --connect 127.0.0.1:2181
  quoll bench --connect db1:2181 --mix get=70,set=30 --connections 100
  quoll bench --connect db1:2181 --mix set --rate 500 --duration 60
  quoll bench --connect a:2181,b:2181 --compare x:2181,y:2181 --suite quick

Everything it creates is under one znode, /quoll-bench-…, removed at the end.
Exit codes: 0 done · 1 a reply was wrong or a connection was lost
            2 used wrongly · 3 nobody serves
`

/** Broken between words where a line would be longer than `width`; further lines are indented. */
function wrap(text: string, width: number, indent: number): string {
  let line = 0
  return text
    .split(' ')
    .map((word, at) => {
      const fits = at === 0 || line + 1 + word.length <= width
      line = at === 0 || !fits ? word.length : line + 1 + word.length
      return at === 0 ? word : fits ? ` ${word}` : `\n${' '.repeat(indent)}${word}`
    })
    .join('')
}
