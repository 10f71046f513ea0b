"""From typed words to a drawing: what a line of quick insert means, and drawing it."""
