"""A laboratory of urban governance: a whole district, its thefts and disputes, and the policies that answer them."""
