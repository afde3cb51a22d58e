import net from "node:net";

const LOCAL = new net.BlockList();
LOCAL.addSubnet("0.0.0.0", 8);
LOCAL.addSubnet("127.0.0.0", 8);
LOCAL.addSubnet("169.254.0.0", 16);
LOCAL.addSubnet("::", 96, "ipv6");
LOCAL.addSubnet("fe80::", 10, "ipv6");
// The same, as a translator between the protocols would write them.
LOCAL.addSubnet("64:ff9b::", 104, "ipv6");
LOCAL.addSubnet("64:ff9b::7f00:0", 104, "ipv6");
LOCAL.addSubnet("64:ff9b::a9fe:0", 112, "ipv6");
LOCAL.addSubnet("2002:7f00::", 24, "ipv6");
LOCAL.addSubnet("2002:a9fe::", 32, "ipv6");
// Where clouds tell a machine its secrets, outside of the link's own range.
LOCAL.addAddress("100.100.100.200");
LOCAL.addAddress("192.0.0.192");
LOCAL.addAddress("fd00:ec2::254", "ipv6");
LOCAL.addAddress("fd20:ce::254", "ipv6");

/** Whether an address is this machine, its link, or a cloud's metadata. */
export function isLocalAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return LOCAL.check(mapped ?? address, net.isIPv6(mapped ?? address) ? "ipv6" : "ipv4");
}

/** Whether a name always means this machine, whatever a name server says. */
export function isLocalName(name: string): boolean {
  return /^(.*\.)?localhost\.?$/i.test(name);
}
