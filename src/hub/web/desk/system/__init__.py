"""Reference data, the notice, jobs and health."""
