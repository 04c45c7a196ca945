"""Which files are there, and who may ask the disk?"""
