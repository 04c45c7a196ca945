"""Which Keras is it, and what do its models do with hub layers?"""
