"""What would this program do? An abstract interpreter of Python, layer by layer."""
