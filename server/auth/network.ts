import net from "node:net";

/**
 * What counts as one place that requests come from: an IPv4 address, or the /64 of an IPv6 address, because one
 * connection to the internet usually gets all addresses of a /64. Other texts are returned as they are.
 */
export function networkOf(address: string): string {
  if (!net.isIPv6(address)) return address;
  const [start = "", end] = address.replace(/%.*$/, "").toLowerCase().split("::");
  const groups = start === "" ? [] : start.split(":");
  const last = end ? end.split(":") : [];
  const zeros = end === undefined ? 0 : Math.max(0, 8 - groups.length - last.length);
  const all = [...groups, ...Array.from({ length: zeros }, () => "0"), ...last];
  const prefix = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${prefix.join(":")}::/64`;
}
