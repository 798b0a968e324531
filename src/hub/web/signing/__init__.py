"""Signing in: invitation, password with passkey or code, recovery, single sign-on, and sessions that end."""
