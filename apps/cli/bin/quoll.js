#!/usr/bin/env node
import { existsSync } from 'node:fs'

if (existsSync(new URL('../dist/index.js', import.meta.url))) {
  const { main } = await import('../dist/index.js')
  await main(process.argv)
} else {
  console.error('quoll: not built yet. In a checkout, run: npm start, or node scripts/set-up.mjs')
  process.exitCode = 1
}
