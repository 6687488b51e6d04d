/** Bytes that the process holds after garbage collection. What is given up late is not held: finalizers run between collections. */
export async function heldNow(): Promise<number> {
  const { gc } = globalThis;
  if (!gc) throw new Error('What is held can be told with --expose-gc alone.');
  for (let turn = 0; turn < 5; turn++) {
    gc();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
