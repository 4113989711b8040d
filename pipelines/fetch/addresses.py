"""Which URLs and network addresses may be asked at all: http and https on the public internet.

What belongs here: pure checks of a URL and of an IP address.  Not here: resolving names and connecting (network.py).
"""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from pipelines.fetch.problems import NotAllowed

PORTS = frozenset({80, 443})
_URL_MAX = 4096
_DEFAULT_PORTS = {"http": 80, "https": 443}
# What Python's own tables call global, or did in some of its versions, and what no publisher lives at: the wire server
# of one cloud, tunnels that carry any IPv4 address within an IPv6 one, ranges for tests and for sites.
_NEVER = [
    ip_network(network)
    for network in (
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "64:ff9b:1::/48",
        "fec0::/10",
    )
]
_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether a packet to this address leaves for the public internet, and for one host of it."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None or ip.ipv4_mapped is not None:
            return False
        if ip in _NAT64:
            return is_public(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local:
        return False
    return ip.is_global and not any(ip in network for network in _NEVER if network.version == ip.version)


def checked_url(url: str | httpx.URL, *, ports: Collection[int]) -> httpx.URL:
    """The URL without fragment, if it may be asked by its form; NotAllowed says why not."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise NotAllowed(f"no valid URL: {str(url)[:100]!r}") from error
    if parsed.scheme not in _DEFAULT_PORTS:
        raise NotAllowed(f"{parsed.scheme or 'no scheme'} is not fetched, only http and https")
    if not parsed.host or len(str(parsed)) > _URL_MAX:
        raise NotAllowed("a URL without host" if not parsed.host else f"a URL of more than {_URL_MAX} characters")
    if parsed.userinfo:
        raise NotAllowed("a URL with a user name or password")
    port = parsed.port or _DEFAULT_PORTS[parsed.scheme]
    if port not in ports:
        raise NotAllowed(f"port {port} is not one of {', '.join(map(str, sorted(ports)))}")
    return parsed.copy_with(fragment=None)
