"""Bytes that no well-behaved client sends, and bytes that were captured from one."""
