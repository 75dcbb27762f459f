import { defineConfig } from 'tsup'

/**
 * One bundle from the sources of every package, so that the command starts quickly and needs no other build. Third-party
 * code is in it too; chunks keep each command lazy. `require` is for the CommonJS packages inside.
 */
const config: ReturnType<typeof defineConfig> = defineConfig({
  // Worker threads, of the simulator and of the load tool, begin in files of their own, beside the chunks that start them.
  entry: {
    index: 'src/index.ts',
    worker: '../../packages/sim/src/command/worker.ts',
    'load-worker': '../../packages/bench/src/threads/load-worker.ts',
  },
  format: 'esm',
  target: 'node22',
  platform: 'node',
  splitting: true,
  clean: true,
  noExternal: [/.*/],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  esbuildOptions(options) {
    options.conditions = ['source']
    // React's quick half; and what Ink loads only for those who inspect React, who then have it installed.
    options.define = { ...options.define, 'process.env.NODE_ENV': '"production"' }
    options.external = [...(options.external ?? []), 'react-devtools-core']
  },
})

export default config
