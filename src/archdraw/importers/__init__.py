"""Models of other programs, read into ours: one file a format."""
