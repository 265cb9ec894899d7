"""How things look: documents as text, Markdown, HTML and SVG; text that is safe to print; files written whole."""
