import { isIP } from "node:net";

/** The bytes of an IP address, four for IPv4 also where it is written as IPv6; undefined for no address. */
export function addressBytes(text: string): Uint8Array | undefined {
  const version = isIP(text);
  if (version === 0 || text.includes("%")) return undefined;
  if (version === 4) return Uint8Array.from(text.split(".").map(Number));
  return ipv6Bytes(text);
}

function ipv6Bytes(text: string): Uint8Array {
  const embedded = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain = embedded
    ? `${embedded[1]}${hexPair(embedded[2]!, embedded[3]!)}:${hexPair(embedded[4]!, embedded[5]!)}`
    : text;
  const [head = "", tail] = plain.split("::");
  const groups = (part: string): number[] => (part === "" ? [] : part.split(":").map((group) => parseInt(group, 16)));
  const first = groups(head);
  const last = groups(tail ?? "");
  const all = [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
  const bytes = Uint8Array.from(all.flatMap((group) => [group >> 8, group & 255]));
  const isMapped = all.slice(0, 5).every((group) => group === 0) && all[5] === 0xffff;
  return isMapped ? bytes.slice(12) : bytes;
}

function hexPair(high: string, low: string): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}
