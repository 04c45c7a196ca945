"""What belongs together? A project's modules, who imports them, and its programs."""
