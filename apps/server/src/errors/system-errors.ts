/** What the operating system says no with, as far as a person who runs a peer or a command meets it. */
import { EXIT } from './exit-codes.ts'

export type SystemError = { readonly means: string; readonly next: string; readonly exit: number }

const { failed, diskFailed } = EXIT

/** By the system's name for it. */
export const SYSTEM_ERRORS: Readonly<Record<string, SystemError>> = {
  EADDRINUSE: {
    means: 'Another process has the port.',
    next: 'Stop it, or choose another port; quoll doctor says which port it is.',
    exit: failed,
  },
  EADDRNOTAVAIL: {
    means: "The address is not one of this machine's.",
    next: 'Correct it: clientPortAddress, quoll.httpAddress, or the server line of this peer.',
    exit: failed,
  },
  EACCES: {
    means: 'This user may not do that.',
    next: 'Give the user the file or directory (chown), or choose a port above 1023.',
    exit: failed,
  },
  EPERM: { means: 'This user may not do that.', next: 'Run it as the user who owns the file.', exit: failed },
  ENOENT: {
    means: 'There is no such file or directory.',
    next: 'Check the path; relative ones begin where the command was started.',
    exit: failed,
  },
  ENOTDIR: {
    means: 'A part of the path is a file where a directory is needed.',
    next: 'Choose another directory, or move the file away.',
    exit: failed,
  },
  EISDIR: { means: 'It is a directory where a file is needed.', next: 'Name the file in it.', exit: failed },
  EEXIST: {
    means: 'It is there already, and is not overwritten.',
    next: 'Move it away, or name another.',
    exit: failed,
  },
  ENOTFOUND: {
    means: 'The name has no address.',
    next: 'Check how it is written, and DNS or /etc/hosts; quoll doctor asks for every name in the configuration.',
    exit: failed,
  },
  EAI_AGAIN: {
    means: 'The name server does not answer, so the name has no address now.',
    next: 'Check the network and /etc/resolv.conf, then try again.',
    exit: failed,
  },
  ECONNREFUSED: {
    means: 'The machine is there, and nobody listens on that port.',
    next: 'Start the server, or correct the port; quoll status says who is up.',
    exit: failed,
  },
  ECONNRESET: {
    means: 'The other side closed the connection: it stopped, or has as many connections as it takes.',
    next: 'Try again; if it goes on, look into its log.',
    exit: failed,
  },
  ETIMEDOUT: {
    means: 'Nothing came back in time: the machine is down or a firewall drops the packets.',
    next: 'Check the address, the machine and the firewall.',
    exit: failed,
  },
  EHOSTUNREACH: {
    means: 'No way leads to that machine.',
    next: 'Check the address, the network and the firewall.',
    exit: failed,
  },
  ENETUNREACH: {
    means: 'No way leads to that network.',
    next: 'Check the address and the network of this machine.',
    exit: failed,
  },
  EMFILE: {
    means: 'The process has as many files and connections open as it may.',
    next: 'Raise the limit (ulimit -n, LimitNOFILE=); quoll doctor says how much is needed.',
    exit: failed,
  },
  ENFILE: {
    means: 'The machine has as many files open as it may.',
    next: 'Close something, or raise fs.file-max.',
    exit: failed,
  },
  ENOSPC: {
    means: 'The disk is full. Everything this peer acknowledged is safe.',
    next: 'Free some space (old logs and snapshots are retired by themselves) and start it again.',
    exit: diskFailed,
  },
  EDQUOT: {
    means: 'The disk quota is used up. Everything this peer acknowledged is safe.',
    next: 'Raise the quota, then start it again.',
    exit: diskFailed,
  },
  EIO: {
    means: 'The disk reports an error. What was being written may be lost.',
    next: 'Check the disk; if it is dying, start the peer with an empty directory on a good one.',
    exit: diskFailed,
  },
  EROFS: {
    means: 'The file system is read-only, usually after an error of the disk.',
    next: 'Look into the system log before starting the peer again.',
    exit: diskFailed,
  },
}

/** The system's name for what went wrong; undefined when it was not the system. */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
