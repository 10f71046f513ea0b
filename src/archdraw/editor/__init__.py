"""Interaction without a window: session, selection, tools and actions."""
