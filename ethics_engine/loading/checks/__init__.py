"""What `rules check` looks for in a ruleset that reads without error."""
