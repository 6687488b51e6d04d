import { Socket } from 'node:net';

/** What came is no PostgreSQL protocol. */
class NoPostgres extends Error {
  override readonly name = 'NoPostgres';
  readonly code = 'NO_POSTGRES';
}

/** First bytes of an answer: authentication, error, notice, version negotiation. */
const FIRST = new Set(['R', 'E', 'N', 'v']);
/** The answer to the question for TLS, a byte alone. */
const TLS_ANSWER = /^[SN]$/;
const LONGEST_FIRST_MESSAGE = 100_000;

/**
 * A socket for the driver, which throws where nobody can catch it when it reads something that is no PostgreSQL: one
 * misled port would end the whole process. Here that becomes an error of this connection. Under TLS the driver reads
 * from a socket of its own, behind a certificate that was checked.
 */
export class GuardedSocket extends Socket {
  #begun = false;

  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event !== 'data') return super.emit(event, ...values);
    try {
      const [chunk] = values;
      if (!this.#begun && Buffer.isBuffer(chunk)) this.#checkFirst(chunk);
      return super.emit(event, ...values);
    } catch (cause) {
      this.destroy(new NoPostgres('the answer is no PostgreSQL protocol', { cause }));
      return true;
    }
  }

  /** A text of another protocol looks like a message of a gigabyte, and would be waited for until the timeout. */
  #checkFirst(chunk: Buffer): void {
    if (TLS_ANSWER.test(chunk.toString('latin1'))) return;
    this.#begun = true;
    const length = chunk.length < 5 ? 4 : chunk.readInt32BE(1);
    if (!FIRST.has(String.fromCharCode(chunk[0] ?? 0)) || length < 4 || length > LONGEST_FIRST_MESSAGE) {
      throw new NoPostgres(`first byte ${chunk[0]}, length ${length}`);
    }
  }
}
