"""The queues and the rules that fill them."""
