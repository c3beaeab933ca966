"""Pages come with a later issue; the layer's place is kept by import-linter."""
