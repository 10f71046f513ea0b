"""The states of the hand, one a file."""
