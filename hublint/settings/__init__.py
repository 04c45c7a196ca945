"""What was asked for, on the command line and in configuration files?"""
