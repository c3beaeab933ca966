"""Reading the letters of the joint inspectorates."""
