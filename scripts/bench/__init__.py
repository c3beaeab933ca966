"""Benchmarks, run by hand and by the marked tests."""
