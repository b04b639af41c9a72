"""One to one: a wish to talk, a supporter who accepts, a private conversation that ends gently."""
