import { BlockList, isIP } from 'node:net'

/**
 * Addresses that no tool's API lives at: link-local ones, where clouds hand out credentials to whoever asks, the metadata
 * services that are elsewhere, multicast, and the address that means none. Private networks are where orchestrators live.
 */
const REFUSED = new BlockList()
REFUSED.addSubnet('0.0.0.0', 8, 'ipv4')
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4')
REFUSED.addSubnet('224.0.0.0', 4, 'ipv4')
REFUSED.addAddress('255.255.255.255', 'ipv4')
// Metadata of Alibaba Cloud, Azure's platform, Oracle Cloud.
REFUSED.addAddress('100.100.100.200', 'ipv4')
REFUSED.addAddress('168.63.129.16', 'ipv4')
REFUSED.addAddress('192.0.0.192', 'ipv4')
REFUSED.addAddress('::', 'ipv6')
REFUSED.addSubnet('fe80::', 10, 'ipv6')
REFUSED.addSubnet('ff00::', 8, 'ipv6')
REFUSED.addAddress('fd00:ec2::254', 'ipv6')
REFUSED.addAddress('fd20:ce::254', 'ipv6')
// The same again where IPv4 is written as IPv6 (RFC 6052, RFC 3056).
REFUSED.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
REFUSED.addSubnet('2002:a9fe::', 32, 'ipv6')

/** True for an IP address that is never to be asked for anything on somebody's behalf. */
export function isRefusedAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const version = isIP(plain)
  return version === 0 || REFUSED.check(plain, version === 6 ? 'ipv6' : 'ipv4')
}
