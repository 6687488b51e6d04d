import { Inflate } from 'fflate';
import { SheetFault, tooLarge } from './sheet-fault.js';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** Bytes unpacked at a time: deflate makes at most a thousandfold of them, so memory stays bounded between two looks. */
const PIECE = 4096;

/**
 * Refuses a workbook whose parts unpack to more than `limit` bytes in all, and what is no zip at all. The sizes in the
 * directory are looked at first; because they may lie, every part is also unpacked once with the limit as a stop.
 */
export function checkZip(bytes: Buffer, limit: number): void {
  if (bytes.length < 22 || bytes.readUInt32LE(0) !== LOCAL) throw noWorkbook();
  try {
    const entries = entriesOf(bytes);
    let declared = 0;
    for (const entry of entries) declared += entry.size;
    if (declared > limit) throw tooLarge(`${declared} byte > ${limit}`);
    let left = limit;
    for (const entry of entries) left -= unpackedSize(bytes, entry, left);
  } catch (cause) {
    if (cause instanceof SheetFault) throw cause;
    throw new SheetFault({ vi: 'sổ tính hỏng, không mở được', en: 'the workbook is damaged' }, false, { cause });
  }
}

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

function entriesOf(bytes: Buffer): Entry[] {
  let end = bytes.length - 22;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw noWorkbook();
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = bytes.readUInt16LE(end + 10); i > 0; i -= 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw noWorkbook();
    entries.push({
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function unpackedSize(bytes: Buffer, entry: Entry, limit: number): number {
  const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28);
  const packed = bytes.subarray(start, start + entry.packed);
  if (entry.method === 0) return packed.length;
  let size = 0;
  const inflate = new Inflate((piece) => {
    size += piece.length;
    if (size > limit) throw tooLarge(`> ${limit} byte`);
  });
  for (let at = 0; at < packed.length; at += PIECE) {
    inflate.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  }
  return size;
}

function noWorkbook(): SheetFault {
  return new SheetFault({
    vi: 'không phải sổ tính XLSX (tệp hỏng, có mật khẩu, hay tệp .xls đổi tên)',
    en: 'not an XLSX workbook (damaged, locked with a password, or a renamed .xls)',
  });
}
