import { ownerFlag } from './running.js';

/** A small server: a few connections, some 60 MB as processes are counted, half of it shared, no helpers that a handful of tables does not need. */
const SMALL = {
  shared_buffers: '4MB',
  max_connections: '20',
  superuser_reserved_connections: '2',
  work_mem: '4MB',
  maintenance_work_mem: '16MB',
  max_worker_processes: '1',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '1',
  autovacuum_worker_slots: '1',
  max_logical_replication_workers: '0',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '16MB',
  max_wal_size: '128MB',
  // So few pages are written at the checkpoints, and otherwise by whoever needs the room.
  bgwriter_lru_maxpages: '0',
  io_method: 'sync',
  jit: 'off',
};

/** On loopback alone, by TCP alone, with a password; notices a client that went away while a query runs. */
const CLOSED = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  client_connection_check_interval: process.platform === 'linux' ? '1s' : '0',
  log_destination: 'stderr',
  log_line_prefix: '%m [%p] %q%u ',
  log_error_verbosity: 'terse',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  timezone: 'UTC',
};

/** What was confirmed is on disk. Said on the command line, so that no setting in the cluster takes it back. */
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** What is not forced to disk may be lost when the machine stops, never when a process does. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The server's command line. */
export function serverFlags(cluster: string, port: number, durable: boolean): string[] {
  const settings = { ...SMALL, ...CLOSED, ...(durable ? DURABLE : FORGETFUL), port: String(port) };
  return [
    '-D',
    cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    '-c',
    ownerFlag(),
  ];
}
