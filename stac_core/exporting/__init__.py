"""Writing a project's masks as labels, with proof of what arrived."""
