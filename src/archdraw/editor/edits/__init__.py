"""Changes to the drawing: each function is one transaction with a readable label."""
