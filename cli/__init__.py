"""The command `ethics`: parse, call the library, print."""
