"""Benchmarks: commands that print figures. Compare within one run, as ratios; machines are noisy."""
