"""The pages of the administrator and of the operator."""
