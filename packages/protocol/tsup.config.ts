import type { Options } from 'tsup'

const config: Options = {
  entry: ['src/index.ts', 'src/client/index.ts', 'src/peer/index.ts'],
  format: 'esm',
  dts: true,
  clean: true,
}

export default config
