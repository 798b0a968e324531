"""Safeguarding referrals: those that wait for a second person, and those of which nobody has heard yet."""
