"""Refining maps and masks in steps: filters, random fields, GrabCut, cleaning."""
