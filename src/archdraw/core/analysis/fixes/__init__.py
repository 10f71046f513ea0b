"""Fixes: how a drawing is changed so that a finding about it is gone. Loaded when somebody asks."""
