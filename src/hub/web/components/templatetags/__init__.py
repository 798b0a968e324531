"""The pieces of a page, as templates call them."""
