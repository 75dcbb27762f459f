import { runTransportTests } from '@quoll/peer/testing'
import { describe, test } from 'vitest'
import { webSocketNetwork } from './support/network.ts'

runTransportTests('the WebSocket transport', webSocketNetwork, { describe, test })
