import type { WrittenList } from '../../../schema/written-list.js';
import { Chunk } from './chunk.js';
import { NumberTexts } from './number-texts.js';

/** Texts that come again and again (codes, periods, names), as they are in JSON. */
const MOST_KNOWN = 4096;
const LONGEST_KNOWN = 48;

/** Writes JSON as UTF-8. What is written goes straight into bytes: texts that are put together leave as much behind again. */
export class Writer {
  #memory = Chunk.of(0);
  #chunk = this.#memory.bytes;
  /** What was written since it was last given: what lies in chunks before, ... */
  readonly #before: { readonly bytes: Uint8Array; readonly memory: Chunk }[] = [];
  /** ... and in this one from here ... */
  #begin = 0;
  /** ... to here. */
  #end = 0;
  readonly #numbers = new NumberTexts();
  readonly #known = new Map<string, Uint8Array>();

  /** Writes text that is JSON already. */
  json(bytes: Uint8Array): void {
    const { length } = bytes;
    const chunk = this.#roomFor(length);
    let end = this.#end;
    for (let i = 0; i < length; i++) chunk[end++] = bytes[i] as number;
    this.#end = end;
  }

  /** Writes a finite number. */
  number(value: number): void {
    const chunk = this.#roomFor(NumberTexts.LONGEST);
    this.#end = this.#numbers.write(value, chunk, this.#end);
  }

  /** Writes a text, in quotation marks. */
  text(text: string): void {
    const known = this.#known.get(text);
    this.json(known ?? this.#quoted(text));
  }

  #quoted(text: string): Uint8Array {
    const made = Buffer.from(JSON.stringify(text));
    if (text.length > LONGEST_KNOWN) return made;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }

  /** Adds what was written since the last time to a list. */
  giveTo(list: WrittenList): void {
    this.#cut();
    for (const { bytes, memory } of this.#before) list.add(bytes, memory);
    this.#before.length = 0;
  }

  /** Forgets what was written since it was last given. */
  drop(): void {
    for (const { memory } of this.#before) memory.letGo();
    this.#before.length = 0;
    this.#end = this.#begin;
  }

  #roomFor(length: number): Buffer {
    if (this.#end + length > this.#chunk.length) this.#moveOn(length);
    return this.#chunk;
  }

  /** To another chunk: the one before belongs to what lies in it. */
  #moveOn(length: number): void {
    this.#cut();
    this.#memory.letGo();
    this.#memory = Chunk.of(length);
    this.#chunk = this.#memory.bytes;
    this.#begin = 0;
    this.#end = 0;
  }

  #cut(): void {
    if (this.#begin === this.#end) return;
    this.#before.push({ bytes: this.#chunk.subarray(this.#begin, this.#end), memory: this.#memory.held() });
    this.#begin = this.#end;
  }
}

/** Writers that nobody writes with at the moment. */
const idle: Writer[] = [];

/** A writer for as long as it takes to write some items; to be given back. */
export function borrowed(): Writer {
  return idle.pop() ?? new Writer();
}

export function giveBack(writer: Writer): void {
  writer.drop();
  idle.push(writer);
}
