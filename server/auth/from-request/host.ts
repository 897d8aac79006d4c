import net from "node:net";

const hostFormat =
  /^(?:\[(?<ipv6>[0-9a-f:.]+)\]|(?<name>[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*))(?::(?<port>\d{1,5}))?$/;
const NAME_LENGTH_MAX = 253;

/**
 * The lower-case name (an IPv6 address without its brackets) in the value of a Host header (RFC 9110, section 7.2), and
 * its port, "" if there is none. Null for anything that is not exactly a name or an IP address with at most a port: what
 * one reader takes for a host name, another may take for a user name or a path.
 */
export function parseHost(host: string): { name: string; port: string } | null {
  const { ipv6, name, port = "" } = hostFormat.exec(host.toLowerCase())?.groups ?? {};
  if (Number(port) > 65_535) return null;
  if (ipv6 !== undefined) return net.isIPv6(ipv6) ? { name: ipv6, port } : null;
  return name !== undefined && name.length <= NAME_LENGTH_MAX ? { name, port } : null;
}
