"""The PostgreSQL that the hub stands on: the embedded one, or the one that DATABASE_URL names.

Owner and application are two roles: migrations run as the first, everything else as the second, which owns nothing.
"""
