"""Prefect flows, written as tables of contents."""
