"""Phrases of the features: each one call or one observation."""
