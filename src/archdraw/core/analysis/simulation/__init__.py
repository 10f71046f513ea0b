"""Discrete-event simulation of a journey over a design (semantics §7)."""
