"""Specialist help: the directory of services, and the offers made to whoever reported."""
