"""Several stages in one go: saliency, STAC, rounds of self-training, masks, report."""
