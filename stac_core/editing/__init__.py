"""Pure functions that edit masks."""
