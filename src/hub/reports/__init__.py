"""What a person told us, kept exactly: never edited, later facts are added beside it."""
