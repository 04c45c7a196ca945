"""What was asked for, on the command line and in configuration files?"""


class ConfigError(Exception):
    """A configuration that can't be used; the message has its file, its key and what is wrong."""
