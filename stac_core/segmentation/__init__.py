"""The second stage: segmenters that learn from pseudo-masks and corrected masks."""
