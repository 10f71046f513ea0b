"""Lowering: from a drawn design to the structure function of each journey and measure."""
