const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;

/** True for a host that only this machine can reach, as a setting or a URL writes it. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
