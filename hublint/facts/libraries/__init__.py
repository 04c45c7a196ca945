"""What do names of libraries mean, and what do their calls do?"""
