"""The pages: what a browser shows of a live pair, of lessons and of a classroom."""
