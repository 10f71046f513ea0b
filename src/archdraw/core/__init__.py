"""The headless core: everything that knows architectures and nothing that knows a window."""
