/** Another program at our terminal, until it ends: the editor. */
import { spawn } from 'node:child_process'

/** `command` may have arguments of its own, as $EDITOR may. Returns its exit code. Rejects when there is no such program. */
export function runProgram(command: string, file: string): Promise<number> {
  return new Promise((resolve, reject) => {
    // A shell splits the command as its author meant it; the file is handed to it as a word, whatever is in its name.
    const child = spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], { stdio: 'inherit' })
    // Ctrl-C is the program's while it has the terminal.
    const ignore = (): void => {}
    process.on('SIGINT', ignore)
    child.on('error', (error) => {
      process.off('SIGINT', ignore)
      reject(error)
    })
    child.on('close', (code) => {
      process.off('SIGINT', ignore)
      resolve(code ?? 1)
    })
  })
}
