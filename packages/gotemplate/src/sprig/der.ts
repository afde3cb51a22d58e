/** A writer of DER, the binary form of certificates and keys. */
const CONSTRUCTED = 0x20;

function element(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
}

/** Parts in their order. */
export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(0x10 | CONSTRUCTED, Buffer.concat(parts));
}

/** Parts without an order. */
export function setOf(...parts: readonly Uint8Array[]): Buffer {
  return element(0x11 | CONSTRUCTED, Buffer.concat(parts));
}

/** An integer from its bytes, the highest first, taken for positive. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  const isHigh = (digits[0] ?? 0) >= 0x80;
  return element(0x02, isHigh ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** Bytes. */
export function octetString(content: Uint8Array): Buffer {
  return element(0x04, content);
}

/** A string of bits, of which the last byte has `unused` that do not count. */
export function bitString(content: Uint8Array, unused = 0): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([unused]), content]));
}

/** A truth value. */
export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.from([value ? 0xff : 0]));
}

/** Nothing, where something has to stand. */
export function nullValue(): Buffer {
  return element(0x05, Buffer.alloc(0));
}

/** A text: printable where its characters allow it, UTF-8 else. */
export function text(value: string): Buffer {
  const isPrintable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value);
  return element(isPrintable ? 0x13 : 0x0c, Buffer.from(value));
}

/** Something known by its number in the structure around it. */
export function tagged(number: number, content: Uint8Array, isConstructed: boolean): Buffer {
  return element(0x80 | (isConstructed ? CONSTRUCTED : 0) | number, content);
}

/** An object identifier such as `2.5.4.3`. */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let high = Math.floor(arc / 128); high > 0; high = Math.floor(high / 128))
      groups.unshift((high & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** A time: with two digits of the year where X.509 wants that. */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  const year = date.getUTCFullYear();
  const isShort = year >= 1950 && year < 2050;
  return element(isShort ? 0x17 : 0x18, Buffer.from(`${isShort ? digits.slice(2) : digits}Z`));
}

/** A part of DER that was read. */
export interface DerPart {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly whole: Uint8Array;
}

/** The parts that stand one after the other in `bytes`; undefined where it is no DER. */
export function readParts(bytes: Uint8Array): DerPart[] | undefined {
  const parts: DerPart[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at]!;
    let length = bytes[at + 1] ?? -1;
    let start = at + 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4) return undefined;
      length = bytes.subarray(start, start + count).reduce((total, byte) => total * 256 + byte, 0);
      start += count;
    }
    const end = start + length;
    if (length < 0 || end > bytes.length) return undefined;
    parts.push({ tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return parts;
}
