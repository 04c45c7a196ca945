"""Which versions of the libraries does the code run with?"""
