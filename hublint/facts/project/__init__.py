"""What do the modules of a project say, and who imports whom?"""
