"""Passports: what their machine-readable zone says, and whether it agrees with what was typed."""
