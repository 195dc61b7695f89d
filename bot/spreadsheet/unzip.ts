/**
 * A .zip file → its entries, in the strictest reading: what Excel and WPS write passes, what two programs could
 * understand differently does not. Nothing is inflated beyond what it declares, nor beyond the limits.
 */
import { crc32 } from "./crc32.ts";
import { Refusal } from "./texts.ts";

export const LIMITS = {
  file: 5 * 1024 * 1024,
  entries: 500,
  /** Bytes of all entries together, inflated. */
  inflated: 24 * 1024 * 1024,
  /** How many times larger an entry may become; small ones may do so more. */
  ratio: 150,
  small: 512 * 1024,
} as const;

interface Entry {
  name: string;
  /** Stored or deflated. */
  method: 0 | 8;
  crc: number;
  packed: number;
  size: number;
  header: number;
  data: number;
}

/** @throws Refusal */
export async function unzip(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const entries = readDirectory(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes);
  checkSizes(entries);
  const { Inflate } = await import("fflate");
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.name.endsWith("/")) continue;
    const packed = bytes.subarray(entry.data, entry.data + entry.packed);
    const file = entry.method === 0 ? packed : inflated(Inflate, packed, entry.size);
    if (file.length !== entry.size || crc32(file) !== entry.crc) throw new Refusal("broken");
    files.set(entry.name, file);
  }
  return files;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

function readDirectory(view: DataView, bytes: Uint8Array): Entry[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count)
    throw new Refusal("broken");
  // 0xffff and 0xffffffff point to the fields of larger files, which none of ours is.
  if (count > LIMITS.entries || start + size !== end) throw new Refusal("suspicious");
  const entries: Entry[] = [];
  let at = start;
  for (let left = count; left > 0; left--) {
    const next = readEntry(view, bytes, at, start);
    entries.push(next.entry);
    at = next.at;
  }
  if (at !== end) throw new Refusal("suspicious");
  checkPlaces(entries);
  checkNames(entries.map(({ name }) => name));
  return entries;
}

/** The end record must be the last thing in the file: what would hide behind it is not what Excel writes. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--)
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  throw new Refusal("broken");
}

const ENCRYPTED = 0b1000001;

function readEntry(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  limit: number,
): { entry: Entry; at: number } {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw new Refusal("broken");
  if (view.getUint16(at + 8, true) & ENCRYPTED) throw new Refusal("encrypted");
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8) throw new Refusal("suspicious");
  const [packed, size, header] = [
    view.getUint32(at + 20, true),
    view.getUint32(at + 24, true),
    view.getUint32(at + 42, true),
  ];
  const nameLength = view.getUint16(at + 28, true);
  const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  const rawName = bytes.subarray(at + 46, at + 46 + nameLength);
  const data = localData(view, bytes, { header, rawName, method });
  if (data + packed > limit || (method === 0 && packed !== size)) throw new Refusal("broken");
  const entry = {
    name: nameOf(rawName),
    method,
    crc: view.getUint32(at + 16, true),
    packed,
    size,
    header,
    data,
  } as const;
  return { entry, at: at + 46 + nameLength + rest };
}

/** Where an entry's data begins, once its own header says the same as the directory. */
function localData(
  view: DataView,
  bytes: Uint8Array,
  { header, rawName, method }: { header: number; rawName: Uint8Array; method: number },
): number {
  if (header + 30 > view.byteLength || view.getUint32(header, true) !== LOCAL) throw new Refusal("broken");
  const nameLength = view.getUint16(header + 26, true);
  const own = bytes.subarray(header + 30, header + 30 + nameLength);
  const same = own.length === rawName.length && own.every((byte, at) => byte === rawName[at]);
  if (!same || view.getUint16(header + 8, true) !== method) throw new Refusal("suspicious");
  return header + 30 + nameLength + view.getUint16(header + 28, true);
}

function checkPlaces(entries: readonly Entry[]): void {
  const inOrder = entries.toSorted((one, other) => one.header - other.header);
  let end = 0;
  for (const { header, data, packed } of inOrder) {
    if (header < end || (end === 0 && header !== 0)) throw new Refusal("suspicious");
    end = data + packed;
  }
}

function nameOf(raw: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    throw new Refusal("suspicious");
  }
}

function checkNames(names: readonly string[]): void {
  const seen = new Set(names.map((name) => name.toLowerCase()));
  const isOdd = (name: string) =>
    name.length > 200 || /[\\:\p{Cc}]|^\/|(?:^|\/)\.{1,2}(?:\/|$)|\/\//u.test(name) || name === "";
  if (seen.size !== names.length || names.some(isOdd)) throw new Refusal("suspicious");
}

function checkSizes(entries: readonly Entry[]): void {
  const all = entries.reduce((sum, { size }) => sum + size, 0);
  const swells = ({ packed, size }: Entry) => size > LIMITS.small && size > packed * LIMITS.ratio;
  if (all > LIMITS.inflated || entries.some(swells)) throw new Refusal("inflates");
}

/** Small enough that no piece becomes more than some megabytes at once. */
const PIECE = 4096;

function inflated(Inflate: typeof import("fflate").Inflate, packed: Uint8Array, size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((piece) => {
    if (length + piece.length > size) throw new Refusal("inflates");
    whole.set(piece, length);
    length += piece.length;
  });
  try {
    for (let at = 0; at < packed.length || at === 0; at += PIECE)
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal("broken");
  }
  return whole.subarray(0, length);
}
