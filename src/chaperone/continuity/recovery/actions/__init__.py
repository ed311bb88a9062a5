"""Keeping the order of recovery, and whom to call."""
