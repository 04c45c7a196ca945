"""What does a library's function do that concerns hub code? One module for each kind of role.

The table of symbols says which name plays which role.
"""
