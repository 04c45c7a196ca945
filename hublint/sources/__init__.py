"""What does a file say? Its bytes, its text, its cells, its syntax tree."""
