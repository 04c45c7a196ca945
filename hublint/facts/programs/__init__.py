"""What is run together, and what is known of what surrounds it?"""
