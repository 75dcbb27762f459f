/** `npm start`: set up, then a three-peer ensemble with its dashboard. What follows `--` goes to `quoll up`. */
import { spawn } from 'node:child_process'
import { onOrphaned } from './on-orphaned.mjs'
import { NODE, QUOLL } from './paths.mjs'
import { setUp } from './set-up.mjs'

if (await setUp('command')) {
  const quoll = spawn(NODE, [QUOLL, 'up', ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches the ensemble by itself; a signal for npm alone comes here and goes on. We wait for the last line.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => quoll.kill(signal))
  onOrphaned(() => quoll.kill('SIGTERM'))
  quoll.on('error', (error) => {
    console.error(`quoll could not be started: ${error.message}`)
    process.exitCode = 1
  })
  quoll.on('close', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1
  })
} else {
  process.exitCode = 1
}
