"""The desk: where officers, their inspector, boroughs' officers, the auditor and the administrator work."""
