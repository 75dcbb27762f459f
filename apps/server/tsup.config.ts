import type { Options } from 'tsup'

const config: Options = { entry: ['src/index.ts'], format: 'esm', dts: true, clean: true }

export default config
