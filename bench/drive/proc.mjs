import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What the kernel counts CPU time in; 100 a second on every Linux that Node runs on. */
const TICK_MS = 10;

function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), own: Number(fields[11]) + Number(fields[12]), reaped: Number(fields[13]) + Number(fields[14]) };
}

/** CPU milliseconds the process has used, its threads included; NaN where there is no /proc or no such process. */
export function cpuOf(pid) {
  try {
    return stat(pid).own * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** The same for a process and all its children, ended ones included. */
export function cpuOfTree(pid) {
  try {
    const root = stat(pid);
    let ticks = root.own + root.reaped;
    for (const name of readdirSync('/proc')) {
      const child = /^\d+$/.test(name) ? statOrNull(name) : null;
      if (child?.parent === pid) ticks += child.own;
    }
    return ticks * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

function statOrNull(pid) {
  try {
    return stat(pid);
  } catch {
    return null; // ended while we looked
  }
}

/** Resident memory in MB, now and at its highest. */
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (name) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
  return { now: mb('VmRSS'), peak: mb('VmHWM') };
}

/** The local ports of the TCP connections a process has, over IPv4. */
export function portsOf(pid) {
  const sockets = new Set();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
    if (inode) sockets.add(inode);
  }
  const rows = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n').slice(1).map((row) => row.trim().split(/\s+/));
  return new Set(rows.filter((row) => sockets.has(row[9])).map((row) => parseInt(row[1].split(':')[1], 16)));
}
