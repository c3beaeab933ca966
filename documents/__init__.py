"""Readers and writers of files. They take and return values, never rows."""
