"""Near duplicates: sketches by which they are found, likeness by which they are judged."""
