"""One file a format, each over the display list, the analysis and the report."""
