export { obeyFaultLines } from './fault-lines.ts'
export { FaultSwitch } from './fault-switch.ts'
export { type LinkFaults, NO_FAULTS, type PeerFaults, parseFaults } from './peer-faults.ts'
