"""What is kept where it is not a crime: a quiet page, the inspector's originals, and intelligence submissions."""
