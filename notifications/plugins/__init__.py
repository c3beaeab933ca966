"""Apprise plugins of ours: one a channel."""
