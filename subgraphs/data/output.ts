/** Whoever read standard output has left (`| head`): what is not written yet is not needed any more. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Standard output of a program that others may stop reading. */
export class Output {
  #closed = false;

  constructor(readonly stream: NodeJS.WritableStream) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.#closed = true;
    });
  }

  /** Resolves when the text has been taken. Throws OutputClosed when the reader has left. */
  write(text: string): Promise<void> {
    if (this.#closed) return Promise.reject(new OutputClosed());
    return new Promise((resolve, reject) => {
      this.stream.write(text, (error?: NodeJS.ErrnoException | null) => {
        if (!error) return resolve();
        reject(error.code === 'EPIPE' || this.#closed ? new OutputClosed() : error);
      });
    });
  }
}
