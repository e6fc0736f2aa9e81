"""Maps: coordinate systems, layers of shapes, and the squares they fall on."""
