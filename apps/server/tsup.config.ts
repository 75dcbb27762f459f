import type { Options } from 'tsup'

const config: Options = {
  entry: { index: 'src/index.ts', 'errors/index': 'src/errors/index.ts' },
  format: 'esm',
  dts: true,
  clean: true,
}

export default config
