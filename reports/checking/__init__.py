"""What a stranger may know of an issued paper, and whether the file in their hand is that paper."""
