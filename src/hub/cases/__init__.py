"""One victim, or the public, and one course of conduct: which reports belong together and which command unit holds them."""
