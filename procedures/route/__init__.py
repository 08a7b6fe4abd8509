"""The internal route of a version: the graph of its steps, what is wrong with it, its drawing and its changes."""
