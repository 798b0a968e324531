"""Settings, and the database the hub stands on."""
