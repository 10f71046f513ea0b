"""Finding and replacing text in a whole document."""
