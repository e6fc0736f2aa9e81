"""Groups spend a budget on policies; a board ranks them on the same seeds by outcomes that the trainer chooses."""
