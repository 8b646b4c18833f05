"""Taking labels and maps of other programs into a project."""
