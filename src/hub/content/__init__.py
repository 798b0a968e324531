"""The post and the account: one item however many people report it."""
