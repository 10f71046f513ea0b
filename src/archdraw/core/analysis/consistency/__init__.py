"""Consistency of stores: their CAP and PACELC class, what they lose, and what a partition does."""
