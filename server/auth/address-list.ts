import net from "node:net";

/** Addresses, and subnets such as 10.0.0.0/8, from a list in the settings. Other texts are ignored. */
export function toAddressList(texts: string[]): net.BlockList {
  const list = new net.BlockList();
  for (const text of texts) {
    const [address = "", bits] = text.split("/");
    const family = net.isIPv6(address) ? "ipv6" : "ipv4";
    if (net.isIP(address) === 0) continue;
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Whether the list contains this address; false for a text that is not an address. */
export function isListed(list: net.BlockList, address: string): boolean {
  return net.isIP(address) !== 0 && list.check(address, net.isIPv6(address) ? "ipv6" : "ipv4");
}
