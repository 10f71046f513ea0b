"""Back-of-envelope sheets: inputs and formulas with units, and what their results feed.

Nothing here knows a window; the library for uncommon units is loaded when one of them is met.
"""
