"""The record, as the auditor reads it."""
