"""The commands, a module each; `main` lists them and imports each when it is called."""
