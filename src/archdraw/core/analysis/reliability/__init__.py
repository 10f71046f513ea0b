"""Our own reliability engine: formulas, decision diagrams, importance, cut sets, bounds."""
