import type { Options } from 'tsup'

const config: Options = {
  // Threads begin in a file of their own, beside the one that starts them.
  entry: { index: 'src/index.ts', 'load-worker': 'src/threads/load-worker.ts' },
  format: 'esm',
  dts: { entry: { index: 'src/index.ts' } },
  clean: true,
}

export default config
