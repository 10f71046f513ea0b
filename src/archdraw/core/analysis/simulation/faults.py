"""Why a request failed: small numbers inside the engine, sentences outside."""

from __future__ import annotations

FINE, TIMEOUT, FULL, LIMITED, OPEN, CROWDED, LOST, NOBODY, CUT = range(9)

FAULT_NAMES = (
    "none",
    "timeout",
    "queue_full",
    "rate_limited",
    "breaker_open",
    "bulkhead_full",
    "instance_lost",
    "nobody_up",
    "link_lost",
)
FAULT_WORDS = (
    "no fault",
    "timed out",
    "queue was full",
    "over the rate limit",
    "circuit breaker was open",
    "bulkhead was full",
    "instance was lost while working on it",
    "nothing was up to take it",
    "link was down",
)
