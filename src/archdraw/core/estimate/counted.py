"""Things that sheets count: users, requests, rows …

They stand here so that none of them is taken for one of the old units of the general library (a link is
7.92 inches there, a point a 72nd of one), and so that a word that nobody knows is noticed.
"""

from __future__ import annotations

_WORDS = """
    account ad album attempt author bid book bucket call cart channel character check chunk click
    client code coin comment connection conversation copy core cpu customer delivery device document
    domain driver edge email event feed fetch file follower friend game gift group hit host image
    instance invoice item job key like line link listing log machine member menu merchant message
    metric miss node notification object offer operation order package packet page partition
    passenger paste payment people person photo picture pixel player playlist point post price
    product profile purchase push query queue read recipient record replica reply request ride rider
    room row rule sample search segment series server session shard share shop site sms socket song
    source stage stream subscriber task term thread ticket token topic track transaction transfer
    trip tweet update upload url user value vehicle video view viewer visit visitor vote website
    worker write
"""
COUNTED = frozenset(_WORDS.split())
_IRREGULAR = {
    "people": "person",
    "queries": "query",
    "copies": "copy",
    "deliveries": "delivery",
    "series": "series",
}


def counted_thing(word: str) -> str:
    """Return the singular, in lower case, of a word for something that is counted."""
    lowered = word.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    if lowered in COUNTED:
        return lowered
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        single = lowered.removesuffix(ending) + instead
        if lowered.endswith(ending) and single in COUNTED:
            return single
    plural = len(lowered) > 3 and lowered.endswith("s") and not lowered.endswith("ss")
    return lowered[:-1] if plural else lowered
