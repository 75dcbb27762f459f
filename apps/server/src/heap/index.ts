export { tuneHeap } from './tune-heap.ts'
