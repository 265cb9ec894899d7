"""The ruleset to read: as a handbook, as a graph, and as a table of where each passage of the sources went."""
