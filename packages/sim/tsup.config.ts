import type { Options } from 'tsup'

const config: Options = {
  entry: { index: 'src/index.ts', worker: 'src/command/worker.ts' },
  format: 'esm',
  dts: { entry: 'src/index.ts' },
  clean: true,
}

export default config
